/** JSON text as Postgres wrote it. It goes into an answer as it is: parsed and written again, long numbers would be rounded. */
export class JsonText {
	constructor(readonly text: string) {}
}

/** The text as JsonText, null staying null. */
export function jsonText(text: string | null): JsonText | null {
	return text === null ? null : new JsonText(text);
}

type Member = readonly [string, unknown];

function writeMember([key, value]: Member): string {
	return `${JSON.stringify(key)}:${writeJson(value)}`;
}

/**
 * A value as JSON text like JSON.stringify, with every JsonText in it embedded unchanged. Members that are undefined are left out.
 * @throws TypeError for what JSON has no form for (bigint, functions)
 */
export function writeJson(value: unknown): string {
	if (value instanceof JsonText) return value.text;
	if (Array.isArray(value)) return `[${value.map(writeJson).join(',')}]`;
	if (value !== null && typeof value === 'object')
		return `{${Object.entries(value)
			.filter(([, member]) => member !== undefined)
			.map(writeMember)
			.join(',')}}`;
	const text = JSON.stringify(value);
	if (text === undefined) throw new TypeError(`no JSON form for a ${typeof value}`);
	return text;
}
