import 'server-only';
import { askSweep, cancelSweep as storeCancel, sweepsOf } from '../../../db/queries/integrity/sweeps';
import type { SweepShape } from '../../api/integrity';
import { AppError } from '../../errors';
import type { Context } from '../access';
import { database } from '../database';
import { zoneOf } from '../events/get';
import { readZones } from '../evidence';
import { record } from '../record';
import { nameOf, sweepShape } from './shape';

/** Sweeps of one zone that people may have open at once. */
const OPEN_MAX = 5;

interface Page {
	readonly before?: string | undefined;
	readonly limit: number;
}

/** Sweeps of a zone, newest first. */
export async function listSweeps({
	ctx,
	zoneId,
	page,
}: {
	ctx: Context;
	zoneId: string;
	page: Page;
}): Promise<{ sweeps: SweepShape[]; next: string | null }> {
	const zone = await zoneOf(ctx, zoneId);
	const rows = await readZones([zone], (reader) => sweepsOf(reader, zone.zoneNo, page.before ?? null, page.limit + 1));
	const shown = rows.slice(0, page.limit);
	return { sweeps: shown.map((row) => sweepShape(row, zoneId)), next: rows.length > shown.length ? (shown.at(-1)?.sweepNo ?? null) : null };
}

/**
 * Asks the workers for a sweep.
 * @throws AppError invalid_input for a range that ends before it begins, conflict when too many of the zone are open
 */
export async function startSweep({
	ctx,
	zoneId,
	input,
}: {
	ctx: Context;
	zoneId: string;
	input: { readonly fromSeq: number | null; readonly toSeq: number | null; readonly deep: boolean };
}): Promise<SweepShape> {
	ctx.require('verification.run');
	const zone = await zoneOf(ctx, zoneId);
	const { fromSeq, toSeq, deep } = input;
	if (fromSeq !== null && toSeq !== null && toSeq < fromSeq)
		throw new AppError('invalid_input', 'The range ends before it begins.', 'Exchange its ends and ask again.');
	const row = await askSweep(
		database(),
		zone.zoneNo,
		{ fromSeq, toSeq, isDeep: deep, by: nameOf(ctx.actor) },
		OPEN_MAX,
		(reader, sweepNo) =>
			record(
				ctx,
				{ action: 'console.verification_started', zoneId, details: { sweep_no: sweepNo, from_seq: fromSeq, to_seq: toSeq, deep } },
				reader,
			),
	);
	if (row === null)
		throw new AppError('conflict', `${OPEN_MAX} sweeps of this zone are open already.`, 'Wait for one to end, or cancel one.');
	return sweepShape(row, zoneId);
}

/** Has a sweep end before its end: who may ask for one in the zone may. @throws AppError not_found */
export async function cancelSweep({ ctx, zoneId, sweep }: { ctx: Context; zoneId: string; sweep: string }): Promise<SweepShape> {
	ctx.require('verification.run');
	const zone = await zoneOf(ctx, zoneId);
	const row = await storeCancel(database(), zone.zoneNo, sweep, nameOf(ctx.actor), (reader, askedBy) =>
		record(ctx, { action: 'console.verification_cancelled', zoneId, details: { sweep_no: sweep, asked_by: askedBy ?? '' } }, reader),
	);
	if (row === null) throw new AppError('not_found', `The zone has no sweep ${sweep}.`, 'Look it up in the list of sweeps.');
	return sweepShape(row, zoneId);
}
