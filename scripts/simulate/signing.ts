import { auditSignature, streamSignature } from '../../lib/streams/signature';

/** The two keys of the wire, decoded; null writes unsigned entries. */
export interface SigningKeys {
	readonly audit: Buffer | null;
	readonly streams: Buffer | null;
}

/** `sig` of an audit entry. */
export function signData(key: Buffer, data: string): string {
	return auditSignature(key, Buffer.from(data));
}

/** `_sig` of any other entry. */
export function signFields(key: Buffer, stream: string, fields: readonly string[]): string {
	return streamSignature(
		key,
		stream,
		fields.map((text) => Buffer.from(text)),
	);
}
