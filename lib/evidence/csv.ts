/** What a spreadsheet takes for the start of a formula or a command. */
const FORMULA = /^[=+\-@\t\r\n]/;

/**
 * One cell. Texts that a spreadsheet would run get an apostrophe before them; numbers are numbers. Quoted where it must be (RFC 4180).
 * @param value null and undefined are empty cells
 */
export function csvCell(value: string | number | null | undefined): string {
	if (value === null || value === undefined) return '';
	if (typeof value === 'number') return String(value);
	const safe = FORMULA.test(value) ? `'${value}` : value;
	return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** One record with its line end. */
export function csvLine(values: readonly (string | number | null | undefined)[]): string {
	return `${values.map(csvCell).join(',')}\r\n`;
}
