import 'server-only';
import { createHash } from 'node:crypto';
import { eventAt } from '../../../db/queries/event-one';
import { segmentEntry } from '../../../db/queries/segment-entry';
import { headsOf } from '../../../db/queries/zones';
import type { SignedBytes } from '../../api/events';
import { AppError } from '../../errors';
import { isSensitiveKey, redactJson, redactText } from '../../evidence/redact';
import { fieldOf } from '../../streams/field';
import { isDataStream } from '../../streams/names';
import { canonicalStreamBytes } from '../../streams/signature';
import { type Context, mayIn } from '../access';
import { readZones } from '../evidence';
import { recordEventOpened } from '../record-reads';
import { noSuchEvent, placeSchema, zoneOf } from './get';
import { parseInput } from './search-input';

function utf8(bytes: Buffer): string | null {
	try {
		return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
	} catch (error) {
		if (error instanceof TypeError) return null;
		throw error;
	}
}

/** Whether the redactor would mask anything of the entry. */
function holdsSecret(fields: readonly Buffer[], isAudit: boolean): boolean {
	if (isAudit) {
		const data = (fieldOf(fields, 'data') ?? Buffer.alloc(0)).toString('utf8');
		return redactJson(data) !== data;
	}
	return fields.some((field, i) => {
		const text = field.toString('utf8');
		if (i % 2 === 0) return isSensitiveKey(text) && (fields[i + 1]?.length ?? 0) > 0;
		return redactText(text) !== text;
	});
}

/**
 * The exact bytes the producer signed, from the segment the event points into.
 * @throws AppError invalid_input, forbidden (also when they hold a secret and the asker may not export), not_found, unavailable
 */
export async function signedBytes({ ctx, input }: { ctx: Context; input: unknown }): Promise<SignedBytes> {
	const place = parseInput(placeSchema, input);
	const zone = await zoneOf(ctx, place.zone);
	const { event, entry } = await readZones([zone], async (reader) => {
		const event = await eventAt(reader, zone.zoneNo, place.seq);
		if (event === null) throw noSuchEvent(place, (await headsOf(reader, [zone.zoneNo]))[0]?.seq ?? 0);
		return { event, entry: await segmentEntry(reader, event) };
	});
	if (entry === null)
		throw new AppError(
			'not_found',
			`The segment of event #${place.seq} is not in this database.`,
			'Look for it in the archive of segments.',
		);
	const isAudit = isDataStream(entry.stream);
	const bytes = isAudit ? (fieldOf(entry.fields, 'data') ?? Buffer.alloc(0)) : canonicalStreamBytes(entry.stream, entry.fields);
	if (holdsSecret(entry.fields, isAudit) && !mayIn(ctx, 'evidence.export', place.zone))
		throw new AppError(
			'forbidden',
			`What was signed of event #${place.seq} holds a secret, and masked bytes would prove nothing: they need evidence.export.`,
			'Ask somebody who may export evidence of this zone; the event itself is shown with the secret masked.',
		);
	await recordEventOpened(ctx, event, 'signed_bytes');
	return {
		text: utf8(bytes),
		base64: bytes.toString('base64'),
		bytes: bytes.length,
		sha256: createHash('sha256').update(bytes).digest('hex'),
		signature: fieldOf(entry.fields, isAudit ? 'sig' : '_sig')?.toString('latin1') ?? null,
		form: isAudit ? 'data' : 'fields',
	};
}
