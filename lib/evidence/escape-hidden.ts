/** What a terminal obeys, reorders by or does not draw, except the line breaks of indented JSON: only inside strings, then. */
const UNSAFE = /[\u007f-\u009f\p{Cf}\p{Co}\p{Cn}\u2028\u2029\u115f\u1160\u3164\uffa0\u2800]/gu;

function escaped(character: string): string {
	let text = '';
	for (let i = 0; i < character.length; i++) text += `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`;
	return text;
}

/** JSON text that means the same to a parser and is harmless where it is shown: C1 controls, bidi and invisible characters are escaped. */
export function escapeHidden(json: string): string {
	return json.replace(UNSAFE, escaped);
}
