/** Stands for embedded texts while JSON.stringify runs, which is synchronous; what no text of the outside can be. */
const MARK = `\u0000${crypto.randomUUID()}:`;
const MARKED = new RegExp(`"\\\\u0000${MARK.slice(1)}(\\d+)"`, 'g');
let embedded: string[] = [];

/** JSON text as Postgres wrote it. It goes into an answer as it is: parsed and written again, long numbers would be rounded. */
export class JsonText {
	constructor(readonly text: string) {}

	/** Called by JSON.stringify. Only writeJson puts the text where the mark stands. */
	toJSON(): string {
		return `${MARK}${embedded.push(this.text) - 1}`;
	}
}

/** The text as JsonText, null staying null. */
export function jsonText(text: string | null): JsonText | null {
	return text === null ? null : new JsonText(text);
}

/** A value as JSON text like JSON.stringify, with every JsonText in it embedded unchanged. */
export function writeJson(value: unknown): string {
	embedded = [];
	const json = JSON.stringify(value);
	const texts = embedded;
	embedded = [];
	return texts.length === 0 ? json : json.replace(MARKED, (_, at: string) => texts[Number(at)] ?? 'null');
}
