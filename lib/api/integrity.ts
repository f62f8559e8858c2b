import { z } from 'zod';
import { FINDING_KINDS } from '../evidence/finding';
import { type DeepReadonly, instant, sha256Hex } from './shapes';

const seq = z.int().min(0);
export const SWEEP_STATES = ['waiting', 'running', 'done', 'cancelled', 'failed'] as const;
export const SWEEP_KINDS = ['start', 'hourly', 'demand'] as const;

/** One verification pass over a range of a zone. */
export const sweepSchema = z
	.strictObject({
		sweep: z.string().regex(/^\d+$/).describe('Its number'),
		zone: z.string(),
		kind: z.enum(SWEEP_KINDS),
		deep: z.boolean().describe('Whether sealed bytes, signatures and projection are held against the rows, too'),
		state: z.enum(SWEEP_STATES),
		fromSeq: seq.nullable(),
		toSeq: seq.nullable(),
		nextSeq: seq.nullable().describe('Where it goes on; null before it begins'),
		events: z.int().min(0).describe('Events checked so far'),
		checkpoints: z.int().min(0),
		signatures: z.int().min(0),
		findings: z.int().min(0).describe('Findings that nobody had seen before'),
		eventsPerSecond: z.number().nullable().describe('Of the last piece'),
		askedAt: instant,
		askedBy: z.string().nullable(),
		startedAt: instant.nullable(),
		resumed: z.int().min(0).describe('How often a worker went on with what another, or an earlier run, had begun'),
		cancelAskedAt: instant.nullable(),
		endedAt: instant.nullable(),
		error: z.string().nullable(),
	})
	.meta({ id: 'Sweep' });
export type SweepShape = DeepReadonly<z.infer<typeof sweepSchema>>;

/** How far a zone has come at an anchor. */
export const zoneAnchorSchema = z.strictObject({
	anchor: z.string(),
	size: seq.describe('Events covered by the newest checkpoint there'),
	deliveredAt: instant.nullable(),
	failures: z.int().min(0).describe('Deliveries that failed since the last that did not'),
	lastError: z.string().nullable(),
});

/** A stretch of a zone's ledger that is all of one kind. */
export const stripSegmentSchema = z.strictObject({
	fromSeq: seq,
	toSeq: seq,
	state: z.enum(['verified', 'unverified', 'broken']),
	anchors: z.array(z.string()).describe('Anchors that hold a checkpoint over all of it'),
	findings: z.int().min(0).describe('Open findings about places in it'),
});

/** What can be said of the integrity of one zone. */
export const zoneIntegritySchema = z
	.strictObject({
		zone: z.string(),
		seq: seq.describe('Place of the newest event'),
		verifiedSeq: seq.describe('Up to here everything was verified, from the first event on'),
		verifiedAt: instant.nullable().describe('When a sweep of it last ended'),
		wholeAt: instant.nullable().describe('When all of it was last swept'),
		deepAt: instant.nullable().describe('When all of it was last swept deeply'),
		checkpoint: z.strictObject({ size: seq, signedAt: instant }).nullable().describe('The newest'),
		oldestUnverifiedAt: instant.nullable().describe('Ingestion of the first event behind verifiedSeq; null when there is none'),
		oldestUnanchoredAt: instant.nullable().describe('Ingestion of the first event that no anchor covers; null when there is none'),
		anchors: z.array(zoneAnchorSchema),
		openFindings: z.int().min(0),
		strip: z.array(stripSegmentSchema),
		sweep: sweepSchema.nullable().describe('The newest'),
	})
	.meta({ id: 'ZoneIntegrity' });
export type ZoneIntegrity = DeepReadonly<z.infer<typeof zoneIntegritySchema>>;

export const integritySchema = z
	.strictObject({
		zones: z.array(zoneIntegritySchema),
		anchors: z.array(
			z.strictObject({
				anchor: z.string(),
				kind: z.enum(['directory', 'webhook', 's3']),
				place: z.string(),
				readable: z.boolean(),
				seenAt: instant,
			}),
		),
	})
	.meta({ id: 'Integrity' });
export type Integrity = DeepReadonly<z.infer<typeof integritySchema>>;

/** Something wrong with the ledger, found by a sweep or at ingest. */
export const findingSchema = z
	.strictObject({
		finding: z.string().regex(/^\d+$/).describe('Its number'),
		zone: z.string(),
		kind: z.string().describe(`One of ${FINDING_KINDS.join(', ')}, or content_mismatch_on_replay from ingest`),
		eventId: z.string().nullable(),
		seq: seq.nullable(),
		lastSeq: seq.nullable(),
		expected: z.string().nullable(),
		found: z.string().nullable(),
		detail: z.string(),
		means: z.string(),
		todo: z.string(),
		observedAt: instant,
		seenAt: instant.nullable().describe('When a sweep last saw it'),
		sightings: z.int().min(0),
		sweep: z.string().nullable().describe('The sweep that saw it last'),
		resolvedAt: instant.nullable(),
		resolvedBy: z.string().nullable(),
		note: z.string().nullable(),
	})
	.meta({ id: 'Finding' });
export type FindingShape = DeepReadonly<z.infer<typeof findingSchema>>;

/** A signed checkpoint. */
export const checkpointSchema = z
	.strictObject({ size: seq, signedAt: instant, root: sha256Hex, note: z.string().describe('C2SP tlog-checkpoint in a signed note') })
	.meta({ id: 'Checkpoint' });
export type CheckpointShape = DeepReadonly<z.infer<typeof checkpointSchema>>;

/** That one checkpoint continues another. */
export const consistencySchema = z
	.strictObject({
		zone: z.string(),
		first: checkpointSchema,
		second: checkpointSchema,
		proof: z.array(sha256Hex).describe('RFC 6962, 2.1.2'),
	})
	.meta({ id: 'ConsistencyProof' });
export type Consistency = DeepReadonly<z.infer<typeof consistencySchema>>;
