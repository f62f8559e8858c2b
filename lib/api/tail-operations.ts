import * as z from 'zod';
import { operation } from './operation';
import { when } from './parameters';
import { TAIL_MODES, TAIL_SHAPES, tailFramesSchema } from './tail';

const PARAMETERS = {
	q: z.string().max(20_000).optional().describe('The query: `decision:deny app:billing -type:token_exchange`'),
	since: when.optional().describe('Begins with what entered the ledger at or after this instant; without it with what comes from now on'),
	mode: z
		.enum(TAIL_MODES)
		.default('all')
		.describe('`all`: every event, however late. `latest`: who falls behind goes on with the newest; what is left out is counted'),
	rows: z.enum(TAIL_SHAPES).default('item').describe("`item`: as in a search. `record`: whole, in Caracal's shape"),
	after: z.string().max(1024).optional().describe('The id of the last frame; the header `Last-Event-ID` wins'),
	until: z.enum(['stopped', 'now']).default('stopped').describe('`now`: the stream ends once it has come to the present'),
} as const;

const ABOUT =
	'Server-sent events. Every frame `events` has an id to go on from (`Last-Event-ID`), with nothing lost and nothing twice; `stats`, `lag` and `notice` have none. A stream ends after 30 minutes and asks to be opened again.';

export const TAIL = operation({
	id: 'tailEvents',
	method: 'GET',
	path: '/v1/tail',
	summary: `The ledger as it grows: matching events of all zones asked for, in the order of each zone's chain. ${ABOUT}`,
	access: 'evidence.read',
	params: z.strictObject({}),
	query: z.strictObject({
		zone: z.string().max(20_000).optional().describe('Zone ids, separated by commas; without it every zone you may read, new ones too'),
		...PARAMETERS,
	}),
	body: null,
	answer: tailFramesSchema,
	sse: true,
});

export const TAIL_ZONE = operation({
	id: 'tailZone',
	method: 'GET',
	path: '/v1/zones/{zone}/tail',
	summary: `The ledger of one zone as it grows. ${ABOUT}`,
	access: 'evidence.read',
	params: z.strictObject({ zone: z.string().min(1).max(512) }),
	query: z.strictObject(PARAMETERS),
	body: null,
	answer: tailFramesSchema,
	sse: true,
});
