import * as z from 'zod';
import { TEXT_LENGTH_MAX } from '../query/limits';
import { PRESETS, type Preset, parseInstant } from '../url/range';
import { EVIDENCE_KINDS, JOB_STATES, SUBJECT_LENGTH_MAX } from './evidence-names';
import { type DeepReadonly, instant, sha256Hex, storable } from './shapes';

/** An evidence bundle that was asked for. */
export const evidenceJobSchema = z
	.strictObject({
		job: z.uuid(),
		zones: z.array(z.string()),
		kind: z.enum(EVIDENCE_KINDS),
		subject: z.string().describe('The request ID, `#` and the place of the revocation, or words'),
		q: z.string().describe('The query that chooses the events; empty for all, and for a revocation'),
		from: instant.nullable(),
		to: instant.nullable(),
		state: z.enum(JOB_STATES),
		fetchable: z.boolean().describe('It is done, kept, and nobody threw it away'),
		events: z.int().min(0).describe('Written so far'),
		eventsTotal: z.int().min(0).nullable().describe('Null: they are still being looked for'),
		bytes: z.int().min(0),
		sha256: sha256Hex.nullable().describe('Of the whole file, once it is done'),
		askedAt: instant,
		askedBy: z.string(),
		cancelledAt: instant.nullable().describe('When somebody asked that it end or be thrown away'),
		cancelledBy: z.string().nullable(),
		endedAt: instant.nullable(),
		expiresAt: instant.nullable().describe('Until then it is kept'),
		error: z.string().nullable(),
	})
	.meta({ id: 'EvidenceJob' });
export type EvidenceJobShape = DeepReadonly<z.infer<typeof evidenceJobSchema>>;

/** An instant that a ledger can hold. */
const bound = z
	.string()
	.max(40)
	.refine((text) => parseInstant(text) !== null, 'is no instant like 2026-05-11T08:00:00Z');

/** What a bundle is to hold. */
export const newEvidenceSchema = z.strictObject({
	kind: z.enum(EVIDENCE_KINDS),
	subject: storable(SUBJECT_LENGTH_MAX)
		.trim()
		.default('')
		.describe('The request ID; the place of the revocation in its zone; words about an incident, a search or a range'),
	zones: z.array(z.string().min(1).max(512)).max(1000).default([]).describe('None: every zone you may export from'),
	q: storable(TEXT_LENGTH_MAX).default('').describe('Of a search, an incident or a range'),
	last: z
		.enum(Object.keys(PRESETS) as [Preset, ...Preset[]])
		.nullable()
		.default(null)
		.describe('The time up to now, instead of `from` and `to`'),
	from: bound.nullable().default(null).describe('RFC 3339, inclusive'),
	to: bound.nullable().default(null).describe('RFC 3339, exclusive'),
});
export type NewEvidence = z.infer<typeof newEvidenceSchema>;
