import { cutEnd, cutMiddle, visible } from './visible';

/** One piece of a sentence. `strong` names someone or something, `code` is an identifier or a code, `plain` is our own words. */
export interface Segment {
	readonly text: string;
	readonly kind: 'strong' | 'code' | 'plain';
	/** The uncut text, when `text` was cut. Itself bounded. */
	readonly whole?: string;
}

const NAME_MAX = 48;
const CODE_MAX = 40;
const WHOLE_MAX = 400;
const LISTED_MAX = 3;

function outside(kind: 'strong' | 'code', text: string, lengthMax: number): Segment {
	const whole = visible(cutMiddle(text, WHOLE_MAX));
	const cut = cutMiddle(whole, lengthMax);
	return cut === text ? { text, kind } : { text: cut, kind, whole };
}

/** A name from the record. */
export const strong = (text: string): Segment => outside('strong', text, NAME_MAX);
/** An identifier or code from the record. */
export const code = (text: string): Segment => outside('code', text, CODE_MAX);
/** An identifier from the record, its ends kept. */
export const id = (text: string): Segment => outside('code', text, 18);
/** Free text from the record, such as an error message: not a name, and the start matters most. */
export function quoted(text: string): Segment {
	const whole = visible(cutMiddle(text, WHOLE_MAX));
	const cut = cutEnd(whole, 80);
	return cut === whole ? { text: cut, kind: 'plain' } : { text: cut, kind: 'plain', whole };
}

type Part = string | number | Segment | readonly Segment[];

/** Adds a segment; our own words in a row become one. */
function push(segments: Segment[], segment: Segment): void {
	if (segment.text === '') return;
	const last = segments.at(-1);
	if (last !== undefined && last.kind === 'plain' && segment.kind === 'plain' && last.whole === undefined && segment.whole === undefined)
		segments[segments.length - 1] = { text: last.text + segment.text, kind: 'plain' };
	else segments.push(segment);
}

/** A sentence as a template: the literal text is ours, every value from the record comes in through `strong`, `code`, `id` or `quoted`. */
export function say(literals: TemplateStringsArray, ...parts: readonly Part[]): Segment[] {
	const segments: Segment[] = [];
	for (const [i, literal] of literals.entries()) {
		if (literal !== '') push(segments, { text: literal, kind: 'plain' });
		const part = parts[i];
		if (part === undefined) continue;
		if (typeof part === 'string' || typeof part === 'number') push(segments, { text: String(part), kind: 'plain' });
		else if (Array.isArray(part)) for (const segment of part as readonly Segment[]) push(segments, segment);
		else push(segments, part as Segment);
	}
	return segments;
}

/** `a`, `a and b`, `a, b and 4 more`, each item drawn by `draw`. Empty for an empty list. */
export function listed(items: readonly string[], draw: (item: string) => Segment): Segment[] {
	const shown = items.slice(0, items.length > LISTED_MAX ? LISTED_MAX - 1 : LISTED_MAX).map(draw);
	const hidden = items.length - shown.length;
	const segments: Segment[] = [];
	for (const [i, segment] of shown.entries()) {
		if (i > 0) segments.push({ text: i === shown.length - 1 && hidden === 0 ? ' and ' : ', ', kind: 'plain' });
		segments.push(segment);
	}
	if (hidden > 0) segments.push({ text: ` and ${hidden} more`, kind: 'plain' });
	return segments;
}

/** The sentence as one text, for titles, clipboards and tests. */
export function textOf(segments: readonly Segment[]): string {
	return segments.map((segment) => segment.text).join('');
}
