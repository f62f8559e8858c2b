import * as z from 'zod';
import { adminPageSchema, adminQuery } from './admin-audit';
import { auditEventsSchema, auditPageSchema, explanationSchema, zoneListSchema } from './audit';
import { isAuditField } from './audit-fields';
import { operation } from './operation';
import { filterText, nothing, pageCursor, pageLimit, when, zoneOnly } from './parameters';
import { REQUEST_ID_MAX, requestIdText } from './trace-operations';

const TYPES_MAX = 16;
const FIELDS_MAX = 80;
const POSITION = /^\d{1,15}$/;

const eventTypes = z
	.string()
	.max(4000)
	.refine((text) => !text.includes('\u0000'), 'it holds U+0000')
	.transform((text) => text.split(','))
	.refine((types) => types.every((type) => type !== '') && types.length <= TYPES_MAX, `give 1 to ${TYPES_MAX} types, separated by commas`);

const fields = z
	.string()
	.max(4000)
	.transform((text, context) => {
		const names = text.split(',');
		const unknown = names.find((name) => !isAuditField(name));
		if (unknown !== undefined) context.addIssue({ code: 'custom', message: `there is no field ${unknown.slice(0, 100) || '""'}` });
		if (names.length > FIELDS_MAX) context.addIssue({ code: 'custom', message: `at most ${FIELDS_MAX} fields` });
		return names;
	});

export const auditQuery = z.strictObject({
	since: when.optional().describe('Events at or after this time'),
	until: when.optional().describe('Events before this time'),
	request_id: filterText.optional(),
	decision: filterText.optional().describe('`allow`, `deny`, `pending`, `approved`, `rejected`, `consumed` or any other that occurs'),
	event_type: eventTypes.optional().describe('One type, or up to 16 separated by commas'),
	application_id: filterText.optional().describe('The application or workload that acts, under whatever key its events name it'),
	session_id: filterText
		.optional()
		.describe('The governed session: `agent_session_id` of the metadata. Looks through at most 31 days; without times, the last 7.'),
	authority_record_id: filterText
		.optional()
		.describe('The authority record: `session_id` of the metadata. Looks through at most 31 days; without times, the last 7.'),
	label: filterText.optional().describe('A label of the agent. Looks through at most 31 days; without times, the last 7.'),
	order: z.enum(['desc', 'asc']).default('desc').describe('`desc`: newest first. `asc`: in the order of the chain.'),
	after_seq: z
		.string()
		.regex(POSITION)
		.transform(Number)
		.optional()
		.describe('With `order=asc`: events behind this place of the chain. There is no bound on times then, only on the time it takes.'),
	format: z
		.enum(['json', 'csv'])
		.default('json')
		.describe('`csv` answers every matching event, whatever `limit` says, and needs evidence.export'),
	fields: fields
		.optional()
		.describe('Only these fields, separated by commas: columns, `determining_policies` (names), or members of the metadata'),
	cursor: pageCursor.optional(),
	limit: pageLimit,
});
export type AuditQuery = z.infer<typeof auditQuery>;

export const LIST_AUDIT = operation({
	id: 'listAudit',
	method: 'GET',
	path: '/v1/zones/{zone}/audit',
	summary: "A zone's events in Caracal's shape.",
	access: 'evidence.read',
	params: zoneOnly,
	query: auditQuery,
	body: null,
	answer: auditPageSchema,
	csv: true,
});

const request = z.strictObject({
	zone: z.string().min(1).max(512),
	request: requestIdText.describe(`Request ID: any text up to ${REQUEST_ID_MAX} characters, percent-encoded`),
});

export const LIST_REQUEST_AUDIT = operation({
	id: 'listRequestAudit',
	method: 'GET',
	path: '/v1/zones/{zone}/audit/by-request/{request}',
	summary: 'The events of one request, by time. When there are more than 1,000, the header `x-next-cursor` has the cursor of the rest.',
	access: 'evidence.read',
	params: request,
	query: z.strictObject({ cursor: z.string().min(1).max(300).optional().describe('`x-next-cursor` of the answer before') }),
	body: null,
	answer: auditEventsSchema,
	headers: { 'x-next-cursor': 'Cursor of what follows; missing when nothing does' },
});

export const EXPLAIN_REQUEST = operation({
	id: 'explainRequest',
	method: 'GET',
	path: '/v1/zones/{zone}/audit/by-request/{request}/explain',
	summary: 'Why a request was decided as it was: its events, and of the denied ones what policies and diagnostics say.',
	access: 'evidence.read',
	params: request,
	query: nothing,
	body: null,
	answer: explanationSchema,
});

export const LIST_ZONES = operation({
	id: 'listZones',
	method: 'GET',
	path: '/v1/zones',
	summary: 'The zones you may read, and how far their chains reach.',
	access: 'evidence.read',
	params: nothing,
	query: nothing,
	body: null,
	answer: zoneListSchema,
});

export const LIST_ADMIN_AUDIT = operation({
	id: 'listAdminAudit',
	method: 'GET',
	path: '/v1/zones/{zone}/admin-audit',
	summary:
		'What administrators did in a zone, from the events of the ledger that tell it: control commands, revealed credentials, activated policies, decided approvals, and changes made in this console.',
	access: 'evidence.read',
	params: zoneOnly,
	query: adminQuery,
	body: null,
	answer: adminPageSchema,
	csv: true,
});
