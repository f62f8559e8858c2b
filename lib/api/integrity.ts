import * as z from 'zod';
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
		findings: z.int().min(0).describe('Findings that nobody had seen before, or that had been resolved'),
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
		keys: z
			.array(z.strictObject({ verifierLine: z.string(), fingerprint: sha256Hex, from: instant, until: instant.nullable() }))
			.describe('Public keys that checkpoints are signed by, as the workers have them; compare them with a copy from elsewhere'),
		gone: z.array(z.string()).describe('Zones that are gone with all that names them: only findings tell of them'),
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
		open: z.boolean().describe('Nobody has resolved it, or it was seen again since'),
		resolvedAt: instant.nullable().describe('When it was last resolved'),
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

/** What one look at an event says. */
const PLACE_CHECKS = ['holds', 'fails', 'unknown'] as const;

/** A place of the ledger near a finding, and what row, predecessor and tree say of it. */
export const placeNearSchema = z.strictObject({
	seq,
	isSubject: z.boolean().describe('Whether the finding is about it'),
	event: z
		.strictObject({
			id: z.string(),
			type: z.string(),
			decision: z.string(),
			occurredAt: instant,
			ingestedAt: instant,
			contentSha256: sha256Hex,
			prevContentSha256: sha256Hex.nullable(),
		})
		.nullable()
		.describe('Null: no event stands there'),
	content: z.enum(PLACE_CHECKS).describe('Whether its columns give its content hash'),
	link: z.enum(PLACE_CHECKS).describe('Whether it links to the event before it'),
	tree: z.enum(PLACE_CHECKS).describe('Whether it is the leaf that checkpoints were signed over'),
});
export type PlaceNear = DeepReadonly<z.infer<typeof placeNearSchema>>;

/** `GET /v1/zones/{zone}/findings/{finding}`: a finding among the events around it. */
export const findingContextSchema = z
	.strictObject({
		finding: findingSchema,
		places: z.array(placeNearSchema).describe('In their order; empty when it is about no place that is there'),
		sealed: z
			.strictObject({
				seq,
				state: z.enum(['read', 'absent', 'damaged', 'no_event']),
				words: z.string(),
				differences: z
					.array(z.strictObject({ column: z.string(), row: z.string().nullable(), sealed: z.string().nullable() }))
					.describe('Columns in which the row is not what the sealed bytes say. Secrets are masked.'),
			})
			.nullable()
			.describe('The sealed bytes beside the row of the event it is about'),
		checkpoint: checkpointSchema.nullable().describe('The smallest that covers the place'),
	})
	.meta({ id: 'FindingContext' });
export type FindingContext = DeepReadonly<z.infer<typeof findingContextSchema>>;

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
