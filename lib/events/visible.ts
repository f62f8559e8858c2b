/** Characters that change how the text around them is drawn, or draw nothing: controls, bidi marks, zero-width, tags, private use. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\u2028\u2029\u115f\u1160\u3164\uffa0\u2800]/gu;
const PLAIN = /^[\x20-\x7e]*$/;
/** Combining marks beyond this many on one character climb over the lines above and below. */
const COMBINING_MAX = 3;
const STACKED = new RegExp(`(\\p{M}{${COMBINING_MAX}})\\p{M}+`, 'gu');

/** Controls that people know by a name. By letters, since few fonts draw the pictures that Unicode has for them. */
const COMMON: Readonly<Record<number, string>> = { 0: 'NUL', 9: 'TAB', 10: 'LF', 13: 'CR', 27: 'ESC' };

function name(character: string): string {
	const code = character.codePointAt(0) ?? 0;
	const common = COMMON[code];
	return common === undefined ? `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩` : `⟨${common}⟩`;
}

/**
 * Text from outside as it may be drawn: what a reader could not see, or what would reorder the line, is named instead
 * (`⟨U+202E⟩`, `⟨LF⟩`), so that two texts that look alike are alike. The result is text, never markup.
 */
export function visible(text: string): string {
	// nearly every text is, and Unicode classes are slow to look up
	if (PLAIN.test(text)) return text;
	return text.replace(HIDDEN, name).replace(STACKED, '$1…');
}

/** At most `lengthMax` characters: the ends are kept, the middle is cut. Never splits a surrogate pair. */
export function cutMiddle(text: string, lengthMax: number): string {
	if (text.length <= lengthMax) return text;
	const head = Math.ceil((lengthMax - 1) * 0.6);
	if (PLAIN.test(text)) return `${text.slice(0, head)}…${text.slice(text.length - (lengthMax - 1 - head))}`;
	const characters = Array.from(text.length > 4 * lengthMax ? text.slice(0, 2 * lengthMax) + text.slice(-2 * lengthMax) : text);
	if (characters.length <= lengthMax) return text;
	return `${characters.slice(0, head).join('')}…${characters.slice(characters.length - (lengthMax - 1 - head)).join('')}`;
}

/** At most `lengthMax` characters from the start. Never splits a surrogate pair. */
export function cutEnd(text: string, lengthMax: number): string {
	if (text.length <= lengthMax) return text;
	const characters = Array.from(text.slice(0, 2 * lengthMax + 2));
	return characters.length <= lengthMax ? text : `${characters.slice(0, lengthMax - 1).join('')}…`;
}

/** An identifier as drawn in a dense place: `0199a0f4…a4c2`. Short ones stay whole. */
export function shortId(id: string): string {
	return cutMiddle(visible(cutMiddle(id, 400)), 18);
}
