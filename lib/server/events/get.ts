import 'server-only';
import * as z from 'zod';
import { eventAt, type LedgerEventRow } from '../../../db/queries/event-one';
import { headsOf, type ZoneRow } from '../../../db/queries/zones';
import type { EventDetail } from '../../api/events';
import { AppError } from '../../errors';
import { parsed } from '../../events/read-json';
import { redactJsonOr, redactText } from '../../evidence/redact';
import { streamOfNo } from '../../streams/names';
import { formatMicros } from '../../time';
import { type Context, foreignZone, includesZone } from '../access';
import { readZones } from '../evidence';
import { recordEventOpened } from '../record-reads';
import { zoneNamed } from '../zones';
import { parseInput } from './search-input';
import { eventItem } from './shape';

export const placeSchema = z.object({ zone: z.string().min(1).max(512), seq: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) });
export type PlaceInput = z.infer<typeof placeSchema>;

/** A zone the asker may read. @throws AppError forbidden, not_found */
export async function zoneOf(ctx: Context, zoneId: string): Promise<ZoneRow> {
	if (!includesZone(ctx.scope, zoneId)) throw foreignZone(zoneId);
	const zone = await zoneNamed(zoneId);
	if (zone === null)
		throw new AppError(
			'not_found',
			`The ledger has no zone ${zoneId.slice(0, 100)}.`,
			'Check the zone in the link, or search for the event by its ID.',
		);
	return zone;
}

/** The failure of asking for a place no event stands at. */
export function noSuchEvent(place: PlaceInput, headSeq: number): AppError {
	return new AppError(
		'not_found',
		headSeq === 0
			? `Zone ${place.zone.slice(0, 100)} has no events yet.`
			: `Zone ${place.zone.slice(0, 100)} has no event #${place.seq}: its chain ends at #${headSeq}.`,
		'Check the link, or search for the event by its ID.',
	);
}

function detail(row: LedgerEventRow, headSeq: number): EventDetail {
	const determiningPoliciesText = redactJsonOr(row.determiningPoliciesText);
	const diagnosticsText = redactJsonOr(row.diagnosticsText);
	const metadataText = redactJsonOr(row.metadataText);
	return {
		...eventItem({
			...row,
			metadata: parsed(metadataText ?? 'null'),
			diagnostics: parsed(diagnosticsText ?? 'null'),
			determiningPolicies: parsed(determiningPoliciesText ?? 'null'),
		}),
		policySetId: redactText(row.policySetId),
		policySetVersionId: redactText(row.policySetVersionId),
		manifestSha: redactText(row.manifestSha),
		determiningPoliciesText,
		diagnosticsText,
		metadataText,
		chain: { contentSha256: row.contentSha256, prevContentSha256: row.prevContentSha256, hmac: row.chainHmac, headSeq },
		signature: row.ingestSignature,
		stream: streamOfNo(row.streamNo) ?? null,
		entryId: `${row.entryMs}-${row.entrySeq}`,
		streamedAt: formatMicros(BigInt(row.entryMs) * 1000n),
	};
}

/**
 * One event whole, by its place in the ledger.
 * @throws AppError invalid_input, forbidden, not_found, unavailable
 */
export async function getEvent({ ctx, input }: { ctx: Context; input: unknown }): Promise<EventDetail> {
	const place = parseInput(placeSchema, input);
	const zone = await zoneOf(ctx, place.zone);
	const event = await readZones([zone], async (reader) => {
		const row = await eventAt(reader, zone.zoneNo, place.seq);
		const [head] = await headsOf(reader, [zone.zoneNo]);
		if (row === null) throw noSuchEvent(place, head?.seq ?? 0);
		return { row, headSeq: head?.seq ?? row.seq };
	});
	await recordEventOpened(ctx, event.row, 'event');
	return detail(event.row, event.headSeq);
}
