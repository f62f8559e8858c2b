import { visible } from '../events/visible';
import type { Segment } from '../events/words';

/** Plain words no reading of Markdown makes anything of, wherever in a line they stand but at its start. */
const HARMLESS = /^[\p{L}\p{N}\p{M},.;:'"()%?!…–—−⟨⟩+/-]*$/u;
/** What sites turn into links or pictures though it looks harmless: addresses, hosts, schemes, commits, issues, emoji. */
const LINKED =
	/[\p{L}\p{N}]\.[\p{L}\p{N}]|^www\.|:\/|\/\/|^[0-9a-f]{7,}\W*$|^[a-z]+-\d+\W*$|:\S+:|^(?:https?|mailto|xmpp|javascript|data):/iu;

/** Text from outside as a code span: nothing in it has an effect, hidden characters and line breaks are named. */
export function codeSpan(text: string): string {
	const shown = visible(text);
	if (shown === '') return '(empty)';
	const longest = Math.max(0, ...(shown.match(/`+/g) ?? []).map((run) => run.length));
	const fence = '`'.repeat(longest + 1);
	const isPadded = /^[` ]|[` ]$/.test(shown) && /[^ ]/.test(shown);
	return isPadded ? `${fence} ${shown} ${fence}` : `${fence}${shown}${fence}`;
}

/** Pieces one after another; two code spans that touch would be read as one. */
function joined(pieces: readonly string[]): string {
	let text = '';
	for (const piece of pieces) text += text.endsWith('`') && piece.startsWith('`') ? ` ${piece}` : piece;
	return text;
}

/** Words that may hold text from outside: what could have an effect becomes a code span, the rest stays as it is. */
export function plainWords(text: string): string {
	const tokens = visible(text.replaceAll('\u00a0', ' ')).split(/( +)/);
	return joined(tokens.map((token) => (/^ *$/.test(token) || (HARMLESS.test(token) && !LINKED.test(token)) ? token : codeSpan(token))));
}

/** A sentence of ours as Markdown: names and codes as code spans, uncut where the whole text is known. */
export function markdownOf(segments: readonly Segment[]): string {
	return joined(segments.map(({ kind, text, whole }) => (kind === 'plain' ? plainWords(whole ?? text) : codeSpan(whole ?? text))));
}
