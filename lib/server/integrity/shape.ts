import 'server-only';
import type { CheckpointRow } from '../../../db/queries/integrity/checkpoints';
import type { FindingRow } from '../../../db/queries/integrity/findings';
import type { SweepRow } from '../../../db/queries/integrity/sweeps';
import type { CheckpointShape, FindingShape, SweepShape } from '../../api/integrity';
import { FINDING_KINDS, FINDING_WORDS } from '../../evidence/finding';
import { redactText } from '../../evidence/redact';
import { formatMicros } from '../../time';
import type { Actor } from '../access';

const at = (micros: bigint | null) => (micros === null ? null : formatMicros(micros));
const masked = (text: string | null) => (text === null ? null : redactText(text));

/** Who asked, as it is stored beside what they asked for. */
export function nameOf({ kind, name }: Actor): string {
	return `${kind}:${name}`.slice(0, 200);
}

export function sweepShape(row: SweepRow, zone: string): SweepShape {
	return {
		sweep: row.sweepNo,
		zone,
		kind: row.kind,
		deep: row.isDeep,
		state: row.state,
		fromSeq: row.fromSeq,
		toSeq: row.toSeq,
		nextSeq: row.nextSeq,
		events: row.events,
		checkpoints: row.checkpoints,
		signatures: row.signatures,
		findings: row.findings,
		eventsPerSecond: row.eventsPerSecond,
		askedAt: formatMicros(row.askedAt),
		askedBy: row.askedBy,
		startedAt: at(row.startedAt),
		resumed: row.resumed,
		cancelAskedAt: at(row.cancelAskedAt),
		endedAt: at(row.endedAt),
		error: row.error,
	};
}

const OF_INGEST = {
	means: 'An entry came again with the same ID and other content; it was not taken.',
	todo: 'Look at its dead letter, and find out who sent it.',
};

const AFTER_REVOCATION = {
	means: 'Something was allowed under authority that had been revoked before.',
	todo: 'Open the revocation: it lists the uses, and which consumers have not heard.',
};

export function findingShape(row: FindingRow): FindingShape {
	const kind = FINDING_KINDS.find((known) => known === row.kind);
	const { means, todo } = kind !== undefined ? FINDING_WORDS[kind] : row.kind === 'use_after_revocation' ? AFTER_REVOCATION : OF_INGEST;
	return {
		finding: row.id,
		zone: row.zoneId,
		kind: row.kind,
		eventId: row.eventId === '' ? null : redactText(row.eventId),
		seq: row.seq,
		lastSeq: row.lastSeq,
		expected: masked(row.expected),
		found: masked(row.found),
		detail: redactText(row.detail),
		means,
		todo,
		observedAt: formatMicros(row.observedAt),
		seenAt: at(row.seenAt),
		sightings: row.sightings,
		sweep: row.sweepNo,
		open: row.isOpen,
		resolvedAt: at(row.resolvedAt),
		resolvedBy: row.resolvedBy,
		note: row.note,
	};
}

export function checkpointShape({ size, signedAt, root, note }: CheckpointRow): CheckpointShape {
	return { size, signedAt: formatMicros(signedAt), root, note };
}
