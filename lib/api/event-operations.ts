import * as z from 'zod';
import { eventDetailSchema, eventListSchema, eventTotalSchema, lookupResultSchema, newEventsSchema, signedBytesSchema } from './events';
import { operation } from './operation';
import { SEARCH_PARAMETERS } from './search-query';
import { signatureCheckSchema } from './signature-check';
import { consoleStatusSchema } from './status-schema';

const nothing = z.strictObject({});
const place = z.strictObject({ zone: z.string().min(1).max(512), seq: z.string().regex(/^[1-9]\d{0,15}$/) });

export const LIST_EVENTS = operation({
	id: 'listEvents',
	method: 'GET',
	path: '/v1/events',
	summary: 'A page of events, newest first. With `event`, the first page holds that event.',
	access: 'evidence.read',
	params: nothing,
	query: z.strictObject({
		...SEARCH_PARAMETERS,
		before: z.string().max(1000).optional(),
		after: z.string().max(1000).optional(),
		limit: z.coerce.number().int().min(1).max(500).optional(),
	}),
	body: null,
	answer: eventListSchema,
});

export const COUNT_EVENTS = operation({
	id: 'countEvents',
	method: 'GET',
	path: '/v1/events/count',
	summary: 'How many events match.',
	access: 'evidence.read',
	counts: 'count',
	params: nothing,
	query: z.strictObject(SEARCH_PARAMETERS),
	body: null,
	answer: eventTotalSchema,
});

export const NEW_EVENTS = operation({
	id: 'newEvents',
	method: 'GET',
	path: '/v1/events/new',
	summary: 'How many matching events were appended behind `since`, the position of a list.',
	access: 'evidence.read',
	counts: 'new',
	params: nothing,
	query: z.strictObject({ ...SEARCH_PARAMETERS, since: z.string().max(100_000) }),
	body: null,
	answer: newEventsSchema,
});

export const GET_EVENT = operation({
	id: 'getEvent',
	method: 'GET',
	path: '/v1/events/{zone}/{seq}',
	summary: 'One event whole, by its place in the ledger.',
	access: 'evidence.read',
	params: place,
	query: nothing,
	body: null,
	answer: eventDetailSchema,
});

export const GET_SIGNED_BYTES = operation({
	id: 'getSignedBytes',
	method: 'GET',
	path: '/v1/events/{zone}/{seq}/signed-bytes',
	summary: 'The exact bytes the producer of an event signed.',
	access: 'evidence.read',
	params: place,
	query: nothing,
	body: null,
	answer: signedBytesSchema,
});

export const CHECK_SIGNATURE = operation({
	id: 'checkSignature',
	method: 'POST',
	path: '/v1/events/{zone}/{seq}/signature-check',
	summary: 'Has a worker check the signature of an event again, over the kept bytes; answers within 5 seconds.',
	access: 'evidence.read',
	params: place,
	query: nothing,
	body: null,
	answer: signatureCheckSchema,
});

export const LOOK_UP = operation({
	id: 'lookUp',
	method: 'GET',
	path: '/v1/lookup',
	summary: 'What a pasted text names: an event, a request, both or neither.',
	access: 'evidence.read',
	params: nothing,
	query: z.strictObject({ text: z.string().trim().min(1).max(1024) }),
	body: null,
	answer: lookupResultSchema,
});

export const GET_STATUS = operation({
	id: 'getStatus',
	method: 'GET',
	path: '/v1/status',
	summary: 'The workers, the zones and how far their chains reach.',
	access: 'signed_in',
	params: nothing,
	query: nothing,
	body: null,
	answer: consoleStatusSchema,
});
