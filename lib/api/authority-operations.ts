import * as z from 'zod';
import { NODES_ASKED_MAX, NODES_MAX } from '../authority/nodes-max';
import {
	AUTHORITY_DEPTH_MAX,
	authorityEdgeSchema,
	authorityExportSchema,
	authorityGraphSchema,
	authorityImpactSchema,
	authorityPathsSchema,
	authorityRevocationSchema,
	authorityRevocationsSchema,
	authoritySearchSchema,
	authoritySessionSchema,
	revokeAnswerSchema,
} from './authority';
import { operation } from './operation';
import { filterText, when, zoneOnly } from './parameters';

/** One text, or several under one name. */
const IDS_MAX = 200;
const ids = z
	.union([filterText.transform((text) => [text]), z.array(filterText).max(IDS_MAX)])
	.default([])
	.describe(`Repeat it for several, at most ${IDS_MAX}`);
const at = when.optional().describe('Show this moment; now when not given');
const strikes = {
	strike_edge: ids.describe('What if these delegations were gone; nothing is written'),
	strike_session: ids.describe('What if these sessions were gone'),
};
const flag = z.enum(['0', '1']).default('0');
const inZone = z.strictObject({ zone: z.string().min(1).max(512), id: filterText });

const graphQuery = {
	session: ids.describe('Sessions to begin with'),
	edge: ids.describe('Delegations: begin with the sessions at their ends'),
	app: ids.describe('Applications: begin with their newest sessions'),
	resource: ids.describe('Resources: begin with the newest sessions that used them'),
	subject: ids.describe('Subjects: begin with the newest sessions that act for them'),
	label: ids.describe('Labels: begin with the newest sessions that carry them'),
	depth: z.coerce.number().int().min(0).max(AUTHORITY_DEPTH_MAX).default(2),
	limit: z.coerce.number().int().min(1).max(NODES_ASKED_MAX).default(NODES_MAX).describe('Sessions at most'),
	ended: flag.describe('`1`: with what is over'),
	at,
	...strikes,
};
export type GraphQuery = z.infer<z.ZodObject<typeof graphQuery>>;

export const SEARCH_AUTHORITY = operation({
	id: 'searchAuthority',
	method: 'GET',
	path: '/v1/zones/{zone}/authority/search',
	summary: 'Sessions, applications, delegations, resources, subjects and labels by a text: where to begin looking at the graph.',
	access: 'evidence.read',
	params: zoneOnly,
	query: z.strictObject({
		q: filterText.describe('An identifier or its beginning, a name, a resource, a label'),
		limit: z.coerce.number().int().min(1).max(50).default(20),
	}),
	body: null,
	answer: authoritySearchSchema,
});

export const AUTHORITY_GRAPH = operation({
	id: 'authorityGraph',
	method: 'GET',
	path: '/v1/zones/{zone}/authority/graph',
	summary: 'Who delegated to whom around sessions, at any moment. Begins with the newest sessions when nothing is named.',
	access: 'evidence.read',
	params: zoneOnly,
	query: z.strictObject(graphQuery),
	body: null,
	answer: authorityGraphSchema,
});

export const EXPORT_AUTHORITY = operation({
	id: 'exportAuthority',
	method: 'GET',
	path: '/v1/zones/{zone}/authority/export',
	summary: 'The same graph as a table, with a last line that counts the rows.',
	access: 'evidence.export',
	params: zoneOnly,
	query: z.strictObject({ ...graphQuery, format: z.enum(['csv', 'ndjson']).default('ndjson') }),
	body: null,
	answer: authorityExportSchema,
	csv: true,
	ndjson: true,
});

export const AUTHORITY_SESSION = operation({
	id: 'authoritySession',
	method: 'GET',
	path: '/v1/zones/{zone}/authority/sessions/{id}',
	summary: 'A session: how it stands, what it can do and through which path each scope came.',
	access: 'evidence.read',
	params: inZone,
	query: z.strictObject({ at, ...strikes }),
	body: null,
	answer: authoritySessionSchema,
});

export const AUTHORITY_EDGE = operation({
	id: 'authorityEdge',
	method: 'GET',
	path: '/v1/zones/{zone}/authority/edges/{id}',
	summary: 'A delegation: how it stands, and how it is narrower than what is above it.',
	access: 'evidence.read',
	params: inZone,
	query: z.strictObject({ at }),
	body: null,
	answer: authorityEdgeSchema,
});

export const AUTHORITY_PATHS = operation({
	id: 'authorityPaths',
	method: 'GET',
	path: '/v1/zones/{zone}/authority/paths',
	summary: 'How a session reaches a resource: all shortest paths, and which delegation cuts them.',
	access: 'evidence.read',
	params: zoneOnly,
	query: z.strictObject({ from: filterText.describe('A session'), resource: filterText, at, ...strikes }),
	body: null,
	answer: authorityPathsSchema,
});

export const AUTHORITY_IMPACT = operation({
	id: 'authorityImpact',
	method: 'GET',
	path: '/v1/zones/{zone}/authority/impact',
	summary: 'Everything that would fall if this were revoked now, and what survives.',
	access: 'evidence.read',
	params: zoneOnly,
	query: z.strictObject({
		edge: ids.describe('Delegations'),
		session: ids.describe('Sessions'),
		record: ids.describe('Authority records'),
		subject: filterText.optional().describe('All authority records of a subject'),
		at,
	}),
	body: null,
	answer: authorityImpactSchema,
});

export const LIST_REVOCATIONS = operation({
	id: 'listRevocations',
	method: 'GET',
	path: '/v1/zones/{zone}/authority/revocations',
	summary: 'Every revocation, newest first, with what a worker has found of uses after it.',
	access: 'evidence.read',
	params: zoneOnly,
	query: z.strictObject({
		limit: z.coerce.number().int().min(1).max(200).default(50),
		before: z.string().min(1).max(100).optional().describe('`older` of the page before'),
		kind: z.enum(['delegation', 'expiry', 'session', 'record', 'grant', 'subject']).optional(),
		id: filterText.optional().describe('Of what was revoked'),
		since: when.optional(),
		until: when.optional(),
	}),
	body: null,
	answer: authorityRevocationsSchema,
});

export const GET_REVOCATION = operation({
	id: 'getRevocation',
	method: 'GET',
	path: '/v1/zones/{zone}/authority/revocations/{seq}',
	summary: 'A revocation as evidence: what fell, who has heard, whether it held, and one sentence.',
	access: 'evidence.read',
	params: z.strictObject({ zone: z.string().min(1).max(512), seq: z.string().regex(/^[1-9]\d{0,15}$/) }),
	query: z.strictObject({
		at: when.optional().describe('As it was known at this moment'),
		objective_ms: z.coerce.number().int().min(0).max(3_600_000).default(5000).describe('How soon consumers should acknowledge'),
		tolerance_ms: z.coerce.number().int().min(0).max(600_000).default(1000).describe('Uses so soon after may have been on their way'),
	}),
	body: null,
	answer: authorityRevocationSchema,
});

export const REVOKE_AUTHORITY = operation({
	id: 'revokeAuthority',
	method: 'POST',
	path: '/v1/zones/{zone}/authority/revoke',
	summary:
		'Revokes a delegation or session through the coordinator, bound to a preview; without a coordinator it answers with the command.',
	access: 'authority.revoke',
	params: zoneOnly,
	query: z.strictObject({}),
	body: z.strictObject({
		kind: z.enum(['edge', 'session']),
		id: filterText,
		fingerprint: z
			.string()
			.regex(/^[0-9a-f]{16}$/)
			.describe('`blast.fingerprint` of the preview; refused when something else would fall by now'),
		confirmation: z.string().max(1024).describe('What the preview asks to be typed'),
		reason: z.string().max(500).default(''),
	}),
	answer: revokeAnswerSchema,
});
