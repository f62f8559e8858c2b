/** The value of a field of an entry, or undefined; of a repeated field the last, as Redis clients see it. */
export function fieldOf(fields: readonly Buffer[], name: string): Buffer | undefined {
	for (let i = fields.length - (fields.length % 2) - 2; i >= 0; i -= 2) if (fields[i]?.toString('latin1') === name) return fields[i + 1];
	return undefined;
}
