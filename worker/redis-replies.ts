/** Turns a reply of flat lists `[name, value, ...]`, as XINFO gives them, into records. */
export function namedRecords(reply: unknown): Record<string, unknown>[] {
	if (!Array.isArray(reply)) return [];
	return reply.map((flat: unknown[]) => {
		const record: Record<string, unknown> = {};
		for (let i = 0; i + 1 < flat.length; i += 2) record[String(flat[i])] = flat[i + 1];
		return record;
	});
}
