import 'server-only';
import { eventAt } from '../../../db/queries/event-one';
import { type AnsweredCheck, answeredCheck, askSignatureCheck } from '../../../db/queries/signature-checks';
import { workerRows } from '../../../db/queries/worker-status';
import { headsOf } from '../../../db/queries/zones';
import type { SignatureCheck } from '../../api/signature-check';
import { SILENT_MS_MAX } from '../../api/status';
import { parseCheck } from '../../evidence/check-detail';
import { CHECK_WORDS } from '../../evidence/signature-check';
import { formatMicros } from '../../time';
import type { Context } from '../access';
import { awaited } from '../awaited';
import { database } from '../database';
import { readZones } from '../evidence';
import { recordEventOpened } from '../record-reads';
import { noSuchEvent, type PlaceInput, placeSchema, zoneOf } from './get';
import { parseInput } from './search-input';

/** Leaves what the rest of the request needs of the five seconds. */
const WAIT_MS_MAX = 4_500;

function shaped({ zone, seq }: PlaceInput, answered: AnsweredCheck | null): SignatureCheck {
	if (answered === null) return { zone, seq, state: 'no_answer', ...CHECK_WORDS.no_answer, checkedAt: null, parts: [] };
	const check = parseCheck(answered.state, answered.detail) ?? { state: 'failed' as const, parts: [] };
	return { zone, seq, ...check, ...CHECK_WORDS[check.state], checkedAt: formatMicros(answered.checkedAt) };
}

/**
 * Has a worker check the signature of an event over the kept bytes. The web has no key, so it asks and waits, not for long: when
 * no worker lives it does not even ask.
 * @throws AppError invalid_input, forbidden, not_found, unavailable
 */
export async function checkSignature({ ctx, input }: { ctx: Context; input: unknown }): Promise<SignatureCheck> {
	const deadline = performance.now() + WAIT_MS_MAX;
	const place = parseInput(placeSchema, input);
	const zone = await zoneOf(ctx, place.zone);
	const event = await readZones([zone], async (reader) => {
		const row = await eventAt(reader, zone.zoneNo, place.seq);
		if (row === null) throw noSuchEvent(place, (await headsOf(reader, [zone.zoneNo]))[0]?.seq ?? 0);
		return row;
	});
	await recordEventOpened(ctx, event, 'signature');
	const isAnyAlive = (await workerRows(database())).some((worker) => worker.silentMs <= SILENT_MS_MAX);
	const checkNo = isAnyAlive ? await askSignatureCheck(database(), zone.zoneNo, place.seq) : null;
	return shaped(place, checkNo === null ? null : await awaited([zone.zoneNo], (reader) => answeredCheck(reader, checkNo), deadline));
}
