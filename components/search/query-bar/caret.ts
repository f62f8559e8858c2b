/** Where the character of an offset begins within an element's text, in pixels from the element's left edge. */
export function leftOf(element: HTMLElement, offset: number): number {
	const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
	let left = offset;
	for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
		const length = node.nodeValue?.length ?? 0;
		if (left <= length) {
			const range = document.createRange();
			range.setStart(node, left);
			range.collapse(true);
			const rect = range.getClientRects()[0] ?? range.getBoundingClientRect();
			return rect.left - element.getBoundingClientRect().left;
		}
		left -= length;
	}
	return 0;
}
