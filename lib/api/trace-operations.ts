import * as z from 'zod';
import { REQUEST_ID_LENGTH_MAX } from '../url/request';
import { operation } from './operation';
import { nothing } from './parameters';
import { requestAnswerSchema, requestChangesSchema } from './trace';

/** Longest request ID that is looked for, in characters. */
export const REQUEST_ID_MAX = REQUEST_ID_LENGTH_MAX;

/** A request ID. No stored text holds U+0000: the ledger leaves it out of what it takes, and so does who asks. */
export const requestIdText = z
	.string()
	.max(REQUEST_ID_MAX)
	.transform((text) => text.replaceAll('\u0000', ''))
	.pipe(z.string().min(1));
const seqText = z.string().regex(/^[1-9]\d{0,15}$/);
const id = requestIdText.describe(`Request ID: any text up to ${REQUEST_ID_MAX} characters, percent-encoded`);
const inZone = z.strictObject({ zone: z.string().min(1).max(512), id });

export const OPEN_REQUEST = operation({
	id: 'openRequest',
	method: 'GET',
	path: '/v1/requests/{id}',
	summary: 'All that is known of a request ID in the zones you may read: what came of it, why, and what belongs to it.',
	access: 'evidence.read',
	params: z.strictObject({ id }),
	query: nothing,
	body: null,
	answer: requestAnswerSchema,
});

export const OPEN_ZONE_REQUEST = operation({
	id: 'openZoneRequest',
	method: 'GET',
	path: '/v1/zones/{zone}/requests/{id}',
	summary: 'All that is known of a request ID in one zone.',
	access: 'evidence.read',
	params: inZone,
	query: nothing,
	body: null,
	answer: requestAnswerSchema,
});

export const REQUEST_CHANGES = operation({
	id: 'requestChanges',
	method: 'GET',
	path: '/v1/zones/{zone}/requests/{id}/changes',
	summary: 'A request beside the latest allowed one like it, or beside another that you name: what differs, and what happened in between.',
	access: 'evidence.read',
	params: inZone,
	query: z.strictObject({
		seq: seqText.optional().describe('Place of any event of the request, when several share the ID; the last one when not given'),
		with: requestIdText.optional().describe('Request ID to compare with; found by itself when not given'),
		with_zone: z.string().min(1).max(512).optional().describe('Zone of that request; when not given the same one, else any that has it'),
		with_seq: seqText.optional().describe('Place of any event of that request'),
		resource: z.string().min(1).max(4096).optional().describe('Compare the decisions on this resource'),
	}),
	body: null,
	answer: requestChangesSchema,
});
