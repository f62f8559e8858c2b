import 'server-only';
import { findingsOf, resolveFinding as storeResolution } from '../../../db/queries/integrity/findings';
import type { FindingShape } from '../../api/integrity';
import { AppError } from '../../errors';
import type { Context } from '../access';
import { database } from '../database';
import { zoneOf } from '../events/get';
import { readZones } from '../evidence';
import { askedZones } from '../zones';
import { findingShape, nameOf } from './shape';

interface Question {
	readonly zone?: string | undefined;
	readonly state: 'open' | 'resolved' | 'all';
	readonly before?: string | undefined;
	readonly limit: number;
}

/** Findings of the zones asked for, or of all the asker may see, newest first. */
export async function listFindings({
	ctx,
	query,
}: {
	ctx: Context;
	query: Question;
}): Promise<{ findings: FindingShape[]; next: string | null }> {
	const zones = await askedZones(ctx, query.zone === undefined ? [] : [query.zone]);
	const ids = zones.map(({ zoneId }) => zoneId);
	const rows = await readZones(zones, (reader) => findingsOf(reader, ids, query.state, query.before ?? null, query.limit + 1));
	const shown = rows.slice(0, query.limit);
	return { findings: shown.map(findingShape), next: rows.length > shown.length ? (shown.at(-1)?.id ?? null) : null };
}

/** Resolves a finding; the first note stays. @throws AppError not_found */
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
	const zone = await zoneOf(ctx, zoneId);
	const row = await storeResolution(database(), zone, finding, nameOf(ctx.actor), note);
	if (row === null) throw new AppError('not_found', `The zone has no finding ${finding}.`, 'Look it up in the list of findings.');
	return findingShape(row);
}
