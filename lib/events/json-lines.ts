import { visible } from './visible';

/** One coloured piece of a JSON text. */
export interface JsonToken {
	readonly kind: 'key' | 'string' | 'number' | 'word' | 'mark';
	readonly text: string;
}
/** One line of a JSON text: how deep it stands and what is on it. */
export interface JsonLine {
	readonly depth: number;
	readonly tokens: readonly JsonToken[];
}

/** Longest string drawn, in characters; the rest is named by its length. */
const STRING_MAX = 300;
const TOKEN = /\s*(?:(")|(-?\d[\d.eE+-]*)|(true|false|null)|([{}[\],:]))/sy;

function drawn(quoted: string): string {
	const text = quoted.length <= STRING_MAX ? quoted : `${quoted.slice(0, STRING_MAX)}…" (${quoted.length - 2} characters)`;
	return visible(text);
}

/** Behind the closing quote of the string whose content begins at `at`. By hand: a regular expression overflows on long strings. */
function endOfString(text: string, at: number): number {
	for (let i = at; i < text.length; i++) {
		if (text[i] === '\\') i++;
		else if (text[i] === '"') return i + 1;
	}
	return text.length;
}

/**
 * JSON text as indented lines, token by token: nothing is parsed into values, so no number changes. Total: a text that is no
 * JSON ends where it stops being one, with the rest as it is.
 * @param linesMax lines made at most
 * @returns the lines, and whether there are more
 */
export function jsonLines(text: string, linesMax: number): { lines: JsonLine[]; more: boolean } {
	const lines: { depth: number; tokens: JsonToken[] }[] = [{ depth: 0, tokens: [] }];
	let depth = 0;
	let at = 0;
	const line = () => lines[lines.length - 1] ?? { depth: 0, tokens: [] };
	const breakLine = () => lines.push({ depth, tokens: [] });
	while (at < text.length && lines.length <= linesMax) {
		TOKEN.lastIndex = at;
		const m = TOKEN.exec(text);
		if (m === null) {
			const rest = text.slice(at).trim();
			if (rest !== '') line().tokens.push({ kind: 'word', text: drawn(rest) });
			break;
		}
		at = TOKEN.lastIndex;
		const [, quote, number, word, mark] = m;
		if (quote !== undefined) {
			const end = endOfString(text, at);
			const string = text.slice(at - 1, end);
			at = end;
			const isKey = /^\s*:/.test(text.slice(at, at + 8));
			line().tokens.push({ kind: isKey ? 'key' : 'string', text: drawn(string) });
		} else if (number !== undefined) line().tokens.push({ kind: 'number', text: number.slice(0, STRING_MAX) });
		else if (word !== undefined) line().tokens.push({ kind: 'word', text: word });
		else if (mark === '{' || mark === '[') {
			const close = new RegExp(`^\\s*\\${mark === '{' ? '}' : ']'}`).exec(text.slice(at, at + 32));
			if (close !== null) {
				line().tokens.push({ kind: 'mark', text: mark === '{' ? '{}' : '[]' });
				at += close[0].length;
				continue;
			}
			line().tokens.push({ kind: 'mark', text: mark });
			depth++;
			breakLine();
		} else if (mark === '}' || mark === ']') {
			depth = Math.max(0, depth - 1);
			breakLine();
			line().tokens.push({ kind: 'mark', text: mark });
		} else if (mark === ',') {
			line().tokens.push({ kind: 'mark', text: ',' });
			breakLine();
		} else line().tokens.push({ kind: 'mark', text: ': ' });
	}
	return { lines: lines.slice(0, linesMax), more: lines.length > linesMax };
}
