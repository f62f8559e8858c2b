import { checkpointsAround } from '../../db/integrity/evidence-facts';
import type { EvidenceJob } from '../../db/integrity/evidence-jobs';
import { zoneTiles } from '../../db/integrity/tiles';
import type { Statements } from '../../db/one-connection';
import type { BundleEntry, BundleEvent } from '../../lib/bundle/entries';
import { type BundleManifest, BundleRejected } from '../../lib/bundle/form';
import { stripOf } from '../../lib/bundle/strip';
import { nodePrimitives } from '../../lib/chain/node-primitives';
import { parseCheckpoint } from '../../lib/checkpoint/checkpoint';
import { parseNote } from '../../lib/checkpoint/note';
import { TreeHasher } from '../../lib/merkle/hash';
import { compareText } from '../../lib/primitives/text';
import { formatMicros } from '../../lib/time';
import type { Chosen } from './chosen';
import { eventsAt } from './events';
import { PolicyCount, statementsOf, type ZoneTold } from './statements';

const PERIOD_SLACK_MICROS = 60_000_000n;

/** What a bundle says of who made it. */
export interface BundleHead extends Pick<BundleManifest, 'producer' | 'keys'> {
	/** Microseconds since 1970. */
	readonly now: bigint;
}

const at = (micros: bigint | null) => (micros === null ? null : formatMicros(micros));

/**
 * Everything a bundle consists of, in its order, read on the snapshot of the transaction.
 * @param onEvent is called with each event that is written
 * @throws BundleRejected in words for whoever asked, when there is nothing to prove
 */
export async function* bundleEntries(
	pg: () => Statements,
	job: EvidenceJob,
	{ seqs, isWhole }: Chosen,
	head: BundleHead,
	onEvent: () => void,
): AsyncGenerator<BundleEntry> {
	yield {
		...{ type: 'manifest', producer: head.producer, exportedAt: formatMicros(head.now), exportedBy: job.askedBy },
		...{ subject: { kind: job.subjectKind, text: job.subject }, filter: job.filter, from: at(job.from), to: at(job.to), keys: head.keys },
	};
	const hasher = new TreeHasher(nodePrimitives);
	const policies = new PolicyCount();
	const told: ZoneTold[] = [];
	for (const zone of [...job.zones].sort((a, b) => compareText(a.zoneId, b.zoneId))) {
		const chosen = seqs.get(zone.zoneNo) ?? [];
		const [firstSeq] = chosen;
		if (firstSeq === undefined) continue;
		const checkpoints = await checkpointsAround(pg(), zone.zoneNo, firstSeq);
		const size = checkpoints.at(-1)?.size ?? 0;
		const covered = chosen.filter((seq) => seq <= size);
		let [written, withoutSignedBytes] = [0, 0];
		let span: { first: bigint; last: bigint } | null = null;
		const noted = (event: BundleEvent, ingestedAt: bigint) => {
			written++;
			if (event.kept === null) withoutSignedBytes++;
			span = { first: span?.first ?? ingestedAt, last: ingestedAt };
			policies.add(event);
			onEvent();
		};
		const [first] = checkpoints;
		if (first !== undefined) {
			yield { type: 'zone', zoneId: zone.zoneId, origin: parseCheckpoint(parseNote(first.note).text).origin };
			const notes = checkpoints.map((checkpoint) => ({ type: 'checkpoint', ...checkpoint }) as const);
			yield* stripOf(hasher, zoneTiles(pg, zone.zoneNo), eventsAt(pg, zone, covered, noted), notes);
		}
		const { first: begin, last: end } = span ?? { first: head.now, last: head.now };
		told.push({
			...{ zoneNo: zone.zoneNo, zoneId: zone.zoneId, chosen: chosen.length, covered: covered.length, written, withoutSignedBytes },
			...{ firstSeq, lastSeq: covered.at(-1) ?? firstSeq },
			...{ from: job.from ?? begin - PERIOD_SLACK_MICROS, to: job.to ?? end + PERIOD_SLACK_MICROS },
		});
	}
	if (told.length === 0) throw new BundleRejected('No event matches, so there is nothing to prove.');
	if (told.every(({ written }) => written === 0))
		throw new BundleRejected(
			'No signed checkpoint covers these events yet. Ask again in a minute; if it stays so, the worker has no key (CHECKPOINT_KEYS).',
		);
	yield* statementsOf(pg, told, policies, isWhole);
}
