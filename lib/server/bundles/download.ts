import 'server-only';
import { evidenceJob, evidencePart } from '../../../db/queries/integrity/evidence';
import { BUNDLE_FILE_SUFFIX, BUNDLE_MEDIA_TYPE } from '../../bundle/form';
import { AppError } from '../../errors';
import type { Context } from '../access';
import { nowMicros } from '../clock';
import { readZones } from '../evidence';
import { log } from '../log';
import { type Deed, record } from '../record';
import { visibleZones } from '../zones';
import { noSuchJob } from './jobs';
import { isFetchable } from './shape';

/**
 * The bytes of a bundle, part by part as they are taken; that somebody fetched it is recorded in each of its zones. A body that
 * breaks off has no trailer, so that no verifier takes it for whole.
 * @throws AppError not_found, conflict while it is not done, gone when it is not kept any more
 */
export async function downloadEvidence({ ctx, jobId }: { ctx: Context; jobId: string }): Promise<Response> {
	ctx.require('evidence.export');
	const zones = await visibleZones(ctx);
	const job = await readZones(zones, (reader) => evidenceJob(reader, jobId));
	if (job === null) throw noSuchJob(jobId);
	if (job.state !== 'done') throw new AppError('conflict', `The bundle is ${job.state}.`, 'Fetch it once it is done.');
	if (!isFetchable(job, nowMicros())) throw new AppError('gone', 'The bundle is not kept any more.', 'Ask for it again.');
	const details = { filters: { kind: job.kind, bundle: jobId }, zones: job.zones, format: 'evidence bundle', events_exported: job.events };
	await record(
		ctx,
		job.zones.map((zoneId): Deed => ({ action: 'console.export', zoneId, details })),
	);
	let partNo = 0;
	let left = job.bytes;
	const body = new ReadableStream<Uint8Array>({
		async pull(controller) {
			try {
				const part = left > 0 ? await readZones(zones, (reader) => evidencePart(reader, jobId, partNo++)) : null;
				left -= part?.length ?? 0;
				if (part !== null) controller.enqueue(new Uint8Array(part));
				else if (left > 0) throw new AppError('gone', 'The bundle was thrown away while it was fetched.', 'Ask for it again.');
				else controller.close();
			} catch (error) {
				log.error({ requestId: ctx.requestId, err: error }, 'a bundle broke off');
				controller.error(error);
			}
		},
	});
	return new Response(body, {
		headers: {
			'content-type': BUNDLE_MEDIA_TYPE,
			'content-disposition': `attachment; filename="${jobId}${BUNDLE_FILE_SUFFIX}"`,
			'content-length': String(job.bytes),
			'cache-control': 'no-store',
		},
	});
}
