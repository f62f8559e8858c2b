/** A path of this site to return to after sign-in; `/search` for anything that could lead elsewhere. */
export function safeReturnPath(value: string | null | undefined): string {
	if (!value?.startsWith('/') || value.includes('\\') || [...value].some((character) => character < ' ')) return '/search';
	const base = 'http://here.invalid';
	if (!URL.canParse(value, base)) return '/search';
	const url = new URL(value, base);
	return url.origin === base && !url.pathname.startsWith('//') ? `${url.pathname}${url.search}${url.hash}` : '/search';
}
