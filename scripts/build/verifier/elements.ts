import { visible } from '../../../lib/events/visible';

/** An element of the page by its id. */
export function byId<T extends HTMLElement>(id: string, kind: new () => T): T {
	const element = document.getElementById(id);
	if (!(element instanceof kind)) throw new Error(`the page has no ${id}`);
	return element;
}

/** An element with text; text of a bundle is never anything else, and what it could hide in it is named. */
export function say(tag: string, text: string, className = ''): HTMLElement {
	const element = document.createElement(tag);
	element.textContent = visible(text);
	if (className !== '') element.className = className;
	return element;
}

export function listOf(lines: readonly string[]): HTMLElement {
	const list = document.createElement('ul');
	list.append(...lines.map((line) => say('li', line)));
	return list;
}

/** Terms with what is said of each. */
export function termsOf(rows: readonly { readonly term: string; readonly text: string; readonly className?: string }[]): HTMLElement {
	const list = document.createElement('dl');
	for (const { term, text, className = '' } of rows) {
		const row = document.createElement('div');
		row.className = className;
		row.append(say('dt', term), say('dd', text));
		list.append(row);
	}
	return list;
}
