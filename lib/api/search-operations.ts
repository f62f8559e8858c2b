import * as z from 'zod';
import { operation } from './operation';
import { when } from './parameters';
import {
	contextSchema,
	differencesSchema,
	EXPORT_COLUMNS,
	exportTrailerSchema,
	facetFieldSchema,
	facetsSchema,
	histogramSchema,
	VALUE_FIELDS,
	valuesSchema,
} from './search';
import { SEARCH_PARAMETERS } from './search-query';

const nothing = z.strictObject({});
const place = z.strictObject({ zone: z.string().min(1).max(512), seq: z.string().regex(/^[1-9]\d{0,15}$/) });
const around = z.coerce.number().int().min(0).max(500).default(50);

export const HISTOGRAM = operation({
	id: 'eventHistogram',
	method: 'GET',
	path: '/v1/events/histogram',
	summary: 'Matching events over time, by decision.',
	access: 'evidence.read',
	counts: 'histogram',
	params: nothing,
	query: z.strictObject({
		...SEARCH_PARAMETERS,
		bars: z.coerce.number().int().min(1).max(500).default(60).describe('About how many bars; their length is a round one'),
	}),
	body: null,
	answer: histogramSchema,
});

export const FACETS = operation({
	id: 'eventFacets',
	method: 'GET',
	path: '/v1/events/facets',
	summary: 'The most frequent values of eight fields among matching events. A facet leaves out the filter on its own field.',
	access: 'evidence.read',
	counts: 'facets',
	params: nothing,
	query: z.strictObject({
		...SEARCH_PARAMETERS,
		field: facetFieldSchema.optional().describe('Only this field'),
		contains: z.string().max(200).optional().describe('Only values that hold this text, or whose name does; letters in either case'),
		limit: z.coerce.number().int().min(1).max(1000).default(10).describe('Values of each field'),
	}),
	body: null,
	answer: facetsSchema,
});

export const VALUES = operation({
	id: 'eventValues',
	method: 'GET',
	path: '/v1/events/values',
	summary: 'Values of a field that begin with a text, then those that hold it, most frequent first. The query is left out.',
	access: 'evidence.read',
	counts: 'values',
	params: nothing,
	query: z.strictObject({
		...SEARCH_PARAMETERS,
		field: z.enum(VALUE_FIELDS),
		prefix: z.string().max(200).default(''),
		limit: z.coerce.number().int().min(1).max(100).default(20),
	}),
	body: null,
	answer: valuesSchema,
});

export const CONTEXT = operation({
	id: 'eventContext',
	method: 'GET',
	path: '/v1/events/{zone}/{seq}/context',
	summary: 'The events around one in its zone, whatever they are.',
	access: 'evidence.read',
	params: place,
	query: z.strictObject({
		older: around,
		newer: around,
		before: z.string().max(1000).optional().describe('`older` of the answer before: only older events'),
		after: z.string().max(1000).optional().describe('`newer` of the answer before: only newer events'),
	}),
	body: null,
	answer: contextSchema,
});

export const DIFFERENCES = operation({
	id: 'eventDifferences',
	method: 'GET',
	path: '/v1/events/differences',
	summary: 'How a part of the matching events differs from the rest of them: a window, a query, or both.',
	access: 'evidence.read',
	params: nothing,
	query: z.strictObject({
		...SEARCH_PARAMETERS,
		sel_from: when.optional().describe('The selection begins here, inclusive'),
		sel_to: when.optional().describe('The selection ends here, exclusive'),
		sel_q: z.string().max(10_000).optional().describe('The selection is what this query lets through'),
		limit: z.coerce.number().int().min(1).max(200).default(40),
	}),
	body: null,
	answer: differencesSchema,
});

export const EXPORT_EVENTS = operation({
	id: 'exportEvents',
	method: 'GET',
	path: '/v1/events/export',
	summary:
		'Every matching event as a file, newest first, streamed. Its last line tells how many rows it has; a file without that line is cut. `format=ndjson` gives an object a line.',
	access: 'evidence.export',
	params: nothing,
	query: z.strictObject({
		...SEARCH_PARAMETERS,
		tz: z.string().max(64).optional().describe('IANA name of the time zone times are written in; UTC when not given'),
		format: z.enum(['csv', 'ndjson']).default('csv'),
		columns: z
			.string()
			.max(1000)
			.default('time,zone,seq,type,decision,app,resource,reason,policy-version,host,latency,labels')
			.transform((text) => [...new Set(text.split(','))])
			.pipe(z.array(z.enum(EXPORT_COLUMNS)).min(1))
			.describe(`Columns in order, separated by commas: ${EXPORT_COLUMNS.join(', ')}`),
	}),
	body: null,
	answer: exportTrailerSchema,
	csv: true,
	ndjson: true,
	headers: { 'x-total-rows': 'How many rows the file will have, when that is known beforehand' },
});
