import 'server-only';
import { askEvidence, evidenceJob, evidenceJobs, cancelEvidence as storeCancel } from '../../../db/queries/integrity/evidence';
import type { EvidenceJobShape, NewEvidence } from '../../api/evidence';
import { AppError } from '../../errors';
import { redactText } from '../../evidence/redact';
import type { Context } from '../access';
import { nowMicros } from '../clock';
import { database } from '../database';
import { readVisible } from '../evidence';
import { nameOf } from '../integrity/shape';
import { type Deed, record } from '../record';
import { askedZones, visibleZones } from '../zones';
import { jobShape } from './shape';
import { wantedOf } from './wanted';

const JOBS_MAX = 200;
/** Bundles one asker may have open at once, and kept. */
const OPEN_MAX = 5;
const KEPT_MAX = 50;
/** Zones of one bundle. */
const ZONES_MAX = 1000;

/** The answer about a job that is not there, or of zones that are not the asker's: the same for both. */
export function noSuchJob(jobId: string): AppError {
	return new AppError('not_found', `There is no bundle ${jobId}, or you may not see it.`, 'Look it up in the list of bundles.');
}

/** Jobs whose zones the asker may all export from, newest first. */
export async function listEvidence({ ctx }: { ctx: Context }): Promise<{ jobs: EvidenceJobShape[] }> {
	ctx.require('evidence.export');
	const rows = await readVisible(ctx, (reader) => evidenceJobs(reader, JOBS_MAX));
	const now = nowMicros();
	return { jobs: rows.map((row) => jobShape(row, now)) };
}

/** @throws AppError not_found */
export async function getEvidence({ ctx, jobId }: { ctx: Context; jobId: string }): Promise<EvidenceJobShape> {
	const row = await readVisible(ctx, (reader) => evidenceJob(reader, jobId));
	if (row === null) throw noSuchJob(jobId);
	return jobShape(row, nowMicros());
}

/**
 * Asks for a bundle. That it was asked for is recorded in each of its zones, in the same transaction.
 * @throws AppError invalid_input, forbidden for a zone, conflict when too many are open or kept
 */
export async function createEvidence({ ctx, input }: { ctx: Context; input: NewEvidence }): Promise<EvidenceJobShape> {
	ctx.require('evidence.export');
	const zones = await askedZones(ctx, input.zones);
	if (zones.length === 0) throw new AppError('invalid_input', 'There is no zone to export from yet.', 'Wait for the first event.');
	if (zones.length > ZONES_MAX) throw new AppError('too_large', `A bundle holds at most ${ZONES_MAX} zones.`, 'Name the zones you need.');
	const wanted = wantedOf(input, nowMicros());
	const job = { ...wanted, zoneNos: zones.map(({ zoneNo }) => zoneNo), by: nameOf(ctx.actor) };
	const filters: Record<string, string> = { kind: input.kind, subject: redactText(wanted.subject) };
	if (wanted.filter !== '') filters.q = redactText(wanted.filter);
	const shape = await askEvidence(database(), job, { openMax: OPEN_MAX, keptMax: KEPT_MAX }, async (reader, row) => {
		const asked = jobShape(row, nowMicros());
		if (asked.from !== null) filters.from = asked.from;
		if (asked.to !== null) filters.to = asked.to;
		const details = { filters, zones: input.zones, format: 'evidence bundle' };
		await record(
			ctx,
			zones.map(({ zoneId }): Deed => ({ action: 'console.export', zoneId, details })),
			reader,
		);
		return asked;
	});
	if (shape === 'open')
		throw new AppError('conflict', `You have ${OPEN_MAX} bundles open already.`, 'Wait until one is done, or cancel one.');
	if (shape === 'kept') throw new AppError('conflict', `You have ${KEPT_MAX} bundles kept already.`, 'Throw away one you no longer need.');
	return shape;
}

/** Ends a bundle that is open, throws away one that is done. @throws AppError not_found */
export async function cancelEvidence({ ctx, jobId }: { ctx: Context; jobId: string }): Promise<EvidenceJobShape> {
	ctx.require('evidence.export');
	const zones = await visibleZones(ctx);
	const zoneNos = zones.map(({ zoneNo }) => zoneNo);
	const row = await storeCancel(database(), zoneNos, jobId, nameOf(ctx.actor));
	if (row === null) throw noSuchJob(jobId);
	return jobShape(row, nowMicros());
}
