const SPACE = new Set([' ', '\t', '\n', '\r']);

/** Behind the closing quote of the string whose opening quote stands at `start`. */
export function endOfString(text: string, start: number): number {
	for (let at = start + 1; at < text.length; at++) {
		const character = text[at];
		if (character === '\\') at++;
		else if (character === '"') return at + 1;
	}
	return text.length;
}

export function skipSpace(text: string, start: number): number {
	let at = start;
	while (SPACE.has(text[at] ?? '')) at++;
	return at;
}

/** Behind the value that begins at `start`, whatever it is. Counts brackets instead of recursing, so depth costs nothing. */
export function endOfValue(text: string, start: number): number {
	let depth = 0;
	let at = start;
	for (; at < text.length; at++) {
		const character = text[at];
		if (character === '"') {
			at = endOfString(text, at) - 1;
			if (depth === 0) return at + 1;
		} else if (character === '{' || character === '[') depth++;
		else if (character === '}' || character === ']') {
			if (depth === 0) return at;
			depth--;
			if (depth === 0) return at + 1;
		} else if (depth === 0 && (character === ',' || SPACE.has(character ?? ''))) return at;
	}
	return at;
}

/** The characters of a quoted JSON string. Most have no escape and need no parser; what is no JSON string stays as it stands. */
export function unquoted(quoted: string): string {
	if (!quoted.includes('\\')) return quoted.slice(1, -1);
	try {
		return JSON.parse(quoted) as string;
	} catch (error) {
		if (error instanceof SyntaxError) return quoted.slice(1, -1);
		throw error;
	}
}

/** The members of a JSON object's text with their values as text: no number is changed. Empty for any other JSON. */
export function membersOf(text: string): Map<string, string> {
	const members = new Map<string, string>();
	let at = skipSpace(text, 0);
	if (text[at] !== '{') return members;
	at = skipSpace(text, at + 1);
	while (text[at] === '"') {
		const keyEnd = endOfString(text, at);
		const key = unquoted(text.slice(at, keyEnd));
		const start = skipSpace(text, skipSpace(text, keyEnd) + 1);
		const end = endOfValue(text, start);
		members.set(key, text.slice(start, end));
		at = skipSpace(text, end);
		if (text[at] === ',') at = skipSpace(text, at + 1);
	}
	return members;
}
