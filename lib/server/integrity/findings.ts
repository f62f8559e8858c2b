import 'server-only';
import { findingsOf, resolveFinding as storeResolution } from '../../../db/queries/integrity/findings';
import { type Reader, readSnapshot } from '../../../db/queries/reader';
import type { FindingShape } from '../../api/integrity';
import { AppError } from '../../errors';
import { redactText } from '../../evidence/redact';
import type { Context } from '../access';
import { database, readDatabase } from '../database';
import { zoneOf } from '../events/get';
import { readZones } from '../evidence';
import { record } from '../record';
import { askedZones } from '../zones';
import { goneZonesOf } from './gone-zones';
import { findingShape, nameOf } from './shape';

interface Question {
	readonly zone?: string | undefined;
	readonly state: 'open' | 'resolved' | 'all';
	readonly before?: string | undefined;
	readonly limit: number;
}

/** Findings of the zones asked for, or of all the asker may see, also of those that are gone; newest first. */
export async function listFindings({
	ctx,
	query,
}: {
	ctx: Context;
	query: Question;
}): Promise<{ findings: FindingShape[]; next: string | null }> {
	const gone = (await goneZonesOf(ctx)).filter((zoneId) => query.zone === undefined || zoneId === query.zone);
	const isGone = query.zone !== undefined && gone.length > 0;
	const zones = isGone ? [] : await askedZones(ctx, query.zone === undefined ? [] : [query.zone]);
	const ids = [...zones.map(({ zoneId }) => zoneId), ...gone];
	const read = (reader: Reader) => findingsOf(reader, ids, query.state, query.before ?? null, query.limit + 1);
	// a zone that is gone has no number the wall could let through; the ids are the asker's all the same
	const rows = await (gone.length > 0 ? readSnapshot(readDatabase(), 'all', read) : readZones(zones, read));
	const shown = rows.slice(0, query.limit);
	return { findings: shown.map(findingShape), next: rows.length > shown.length ? (shown.at(-1)?.id ?? null) : null };
}

/** Resolves a finding, until it is seen again; of one that is resolved the note stays. @throws AppError not_found */
export async function resolveFinding({
	ctx,
	zoneId,
	finding,
	note,
}: {
	ctx: Context;
	zoneId: string;
	finding: string;
	note: string;
}): Promise<FindingShape> {
	ctx.require('verification.run');
	const isGone = (await goneZonesOf(ctx)).includes(zoneId);
	const zone = isGone ? { zoneNo: null, zoneId } : await zoneOf(ctx, zoneId);
	const row = await storeResolution(database(), zone, finding, nameOf(ctx.actor), note, (reader, { kind, seq }) => {
		const details = { finding_no: finding, finding_kind: kind, finding_seq: seq, note: redactText(note) };
		// what is told in a zone makes it be there: of one that is gone the console's own tells
		return record(ctx, { action: 'console.finding_resolved', details, ...(isGone ? {} : { zoneId }) }, reader);
	});
	if (row === null) throw new AppError('not_found', `The zone has no finding ${finding}.`, 'Look it up in the list of findings.');
	return findingShape(row);
}
