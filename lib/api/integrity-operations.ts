import * as z from 'zod';
import { checkpointSchema, consistencySchema, findingContextSchema, findingSchema, integritySchema, sweepSchema } from './integrity';
import { operation } from './operation';
import { storable } from './shapes';

const nothing = z.strictObject({});
const zone = z.string().min(1).max(512);
/** A number of a row, counted from 1. */
const rowNo = z.string().regex(/^[1-9]\d{0,14}$/);
const place = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER);
const limit = z.coerce.number().int().min(1).max(500).default(100);
const next = z.string().nullable().describe('`before` of the next page');

export const GET_INTEGRITY = operation({
	id: 'getIntegrity',
	method: 'GET',
	path: '/v1/integrity',
	summary: 'What can be said of each zone: verified up to where, anchored where, which findings are open.',
	access: 'evidence.read',
	params: nothing,
	query: nothing,
	body: null,
	answer: integritySchema,
});

export const LIST_SWEEPS = operation({
	id: 'listSweeps',
	method: 'GET',
	path: '/v1/zones/{zone}/sweeps',
	summary: 'Verification passes of a zone, newest first.',
	access: 'evidence.read',
	params: z.strictObject({ zone }),
	query: z.strictObject({ before: rowNo.optional(), limit }),
	body: null,
	answer: z.strictObject({ sweeps: z.array(sweepSchema), next }),
});

export const START_SWEEP = operation({
	id: 'startSweep',
	method: 'POST',
	path: '/v1/zones/{zone}/sweeps',
	summary: 'Asks for a verification pass of a range, both ends inclusive; all of the zone when none is given.',
	access: 'verification.run',
	params: z.strictObject({ zone }),
	query: nothing,
	body: z.strictObject({
		fromSeq: place.nullable().default(null),
		toSeq: place.nullable().default(null),
		deep: z.boolean().default(false),
	}),
	answer: sweepSchema,
	status: 201,
});

export const CANCEL_SWEEP = operation({
	id: 'cancelSweep',
	method: 'DELETE',
	path: '/v1/zones/{zone}/sweeps/{sweep}',
	summary: 'Has a pass end before its end. What it found stays; one that has ended is left as it is.',
	access: 'verification.run',
	params: z.strictObject({ zone, sweep: rowNo }),
	query: nothing,
	body: null,
	answer: sweepSchema,
});

export const LIST_FINDINGS = operation({
	id: 'listFindings',
	method: 'GET',
	path: '/v1/integrity/findings',
	summary: 'What sweeps and ingest found wrong, newest first.',
	access: 'evidence.read',
	params: nothing,
	query: z.strictObject({
		zone: zone.optional(),
		state: z.enum(['open', 'resolved', 'all']).default('open'),
		before: rowNo.optional(),
		limit,
	}),
	body: null,
	answer: z.strictObject({ findings: z.array(findingSchema), next }),
});

export const GET_FINDING = operation({
	id: 'getFinding',
	method: 'GET',
	path: '/v1/zones/{zone}/findings/{finding}',
	summary: 'A finding among the events around it: beside what the sealed bytes and the signed tree say.',
	access: 'evidence.read',
	params: z.strictObject({ zone, finding: rowNo }),
	query: nothing,
	body: null,
	answer: findingContextSchema,
});

export const RESOLVE_FINDING = operation({
	id: 'resolveFinding',
	method: 'POST',
	path: '/v1/zones/{zone}/findings/{finding}/resolution',
	summary: 'Says with a note why a finding needs no more attention. It stays in the record.',
	access: 'verification.run',
	params: z.strictObject({ zone, finding: rowNo }),
	query: nothing,
	body: z.strictObject({ note: storable(1000).trim().min(1) }),
	answer: findingSchema,
});

export const LIST_CHECKPOINTS = operation({
	id: 'listCheckpoints',
	method: 'GET',
	path: '/v1/zones/{zone}/checkpoints',
	summary: 'Signed checkpoints of a zone, newest first.',
	access: 'evidence.read',
	params: z.strictObject({ zone }),
	query: z.strictObject({ before: rowNo.optional(), limit }),
	body: null,
	answer: z.strictObject({ checkpoints: z.array(checkpointSchema), next }),
});

export const PROVE_CONSISTENCY = operation({
	id: 'proveConsistency',
	method: 'GET',
	path: '/v1/zones/{zone}/checkpoints/consistency',
	summary: 'A proof that the checkpoint of one size continues that of another.',
	access: 'evidence.read',
	params: z.strictObject({ zone }),
	query: z.strictObject({ first: place, second: place }),
	body: null,
	answer: consistencySchema,
});
