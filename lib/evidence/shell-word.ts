const BARE = /^[A-Za-z0-9_.:/@%+=,][A-Za-z0-9_.:/@%+=,-]*$/;
const DRAWN = /^[^\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\u2028\u2029\u115f\u1160\u3164\uffa0\u2800]*$/u;

function ansiC(text: string): string {
	const bytes = new TextEncoder().encode(text.toWellFormed());
	let quoted = '';
	for (const byte of bytes)
		quoted +=
			byte < 0x20 || byte > 0x7e || byte === 0x27 || byte === 0x5c ? `\\x${byte.toString(16).padStart(2, '0')}` : String.fromCharCode(byte);
	return `$'${quoted}'`;
}

/**
 * Text as one word of a shell command, whatever it holds: in single quotes, or as `$'...'` (bash, zsh, ksh) where it holds what
 * nobody sees. Always on one line.
 */
export function shellWord(text: string): string {
	if (BARE.test(text)) return text;
	return DRAWN.test(text) ? `'${text.replaceAll("'", "'\\''")}'` : ansiC(text);
}

/** A flag with its value in one word, so that a value that begins with a dash is no flag. */
export function shellFlag(flag: string, value: string): string {
	return value.startsWith('-') ? `--${flag}=${shellWord(value)}` : `--${flag} ${shellWord(value)}`;
}

/** The argument of a command; what begins with a dash stands behind `--`, so give it last. */
export function shellArgument(text: string): string {
	return text.startsWith('-') ? `-- ${shellWord(text)}` : shellWord(text);
}
