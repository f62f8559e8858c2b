import 'server-only';
import { createHash } from 'node:crypto';
import { eventAt } from '../../../db/queries/event-one';
import { segmentEntry } from '../../../db/queries/segment-entry';
import { headsOf } from '../../../db/queries/zones';
import type { SignedBytes } from '../../api/events';
import { AppError } from '../../errors';
import { AUDIT_STREAM } from '../../streams/names';
import { canonicalStreamBytes } from '../../streams/signature';
import type { Context } from '../access';
import { readZones } from '../evidence';
import { noSuchEvent, placeSchema, zoneOf } from './get';
import { parseInput } from './search-input';

function fieldOf(fields: readonly Buffer[], name: string): Buffer | undefined {
	const at = fields.findIndex((field, i) => i % 2 === 0 && field.toString('latin1') === name);
	return at < 0 ? undefined : fields[at + 1];
}

function utf8(bytes: Buffer): string | null {
	try {
		return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
	} catch (error) {
		if (error instanceof TypeError) return null;
		throw error;
	}
}

/**
 * The exact bytes the producer signed, from the segment the event points into.
 * @throws AppError invalid_input, forbidden, not_found, unavailable
 */
export async function signedBytes({ ctx, input }: { ctx: Context; input: unknown }): Promise<SignedBytes> {
	const place = parseInput(placeSchema, input);
	const zone = await zoneOf(ctx, place.zone);
	const entry = await readZones([zone], async (reader) => {
		const event = await eventAt(reader, zone.zoneNo, place.seq);
		if (event === null) throw noSuchEvent(place, (await headsOf(reader, [zone.zoneNo]))[0]?.seq ?? 0);
		return segmentEntry(reader, event);
	});
	if (entry === null)
		throw new AppError(
			'not_found',
			`The segment of event #${place.seq} is not in this database.`,
			'Look for it in the archive of segments.',
		);
	const isAudit = entry.stream === AUDIT_STREAM;
	const bytes = isAudit ? (fieldOf(entry.fields, 'data') ?? Buffer.alloc(0)) : canonicalStreamBytes(entry.stream, entry.fields);
	return {
		text: utf8(bytes),
		base64: bytes.toString('base64'),
		bytes: bytes.length,
		sha256: createHash('sha256').update(bytes).digest('hex'),
		signature: fieldOf(entry.fields, isAudit ? 'sig' : '_sig')?.toString('latin1') ?? null,
		form: isAudit ? 'data' : 'fields',
	};
}
