import { createHmac } from 'node:crypto';

/** The two keys of the wire, decoded; null writes unsigned entries. */
export interface SigningKeys {
	readonly audit: Buffer | null;
	readonly streams: Buffer | null;
}

/** `sig` of an audit entry: over the exact bytes of `data`, lowercase hex (wire reference 1.1). */
export function signData(key: Buffer, data: string): string {
	return createHmac('sha256', key).update(data).digest('hex');
}

/** `_sig` of any other entry: over the stream name and the fields sorted by key (wire reference 1.1). */
export function signFields(key: Buffer, stream: string, fields: readonly string[]): string {
	const pairs: [string, string][] = [];
	for (let i = 0; i + 1 < fields.length; i += 2) {
		const name = fields[i] ?? '';
		if (name !== '_sig') pairs.push([name, fields[i + 1] ?? '']);
	}
	pairs.sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
	const text = pairs.map(([name, value]) => `${name}=${value}\n`).join('');
	return createHmac('sha256', key).update(`${stream}\n${text}`).digest('hex');
}
