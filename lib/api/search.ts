import * as z from 'zod';
import { eventItemSchema } from './events';
import { FACET_FIELDS, VALUE_FIELDS } from './search-names';
import { type DeepReadonly, instant } from './shapes';

// the names alone, for whoever must not load the schemas, are in search-names
export { EXPORT_COLUMNS, type ExportColumn, FACET_FIELDS, type FacetField, VALUE_FIELDS, type ValueField } from './search-names';

/** The table an answer was counted from: whole hours and minutes, the narrow rows of the projection, or the records themselves. */
export const sourceSchema = z
	.enum(['rollup', 'projection', 'ledger'])
	.describe('What it was counted from: rollups, the search projection, or the records themselves');
export type SearchSource = z.infer<typeof sourceSchema>;

/** How much of the question an answer is about. */
const coverage = {
	exact: z.boolean().describe('False: only what lies in `covered` was counted, or there are at least so many'),
	covered: z
		.object({ from: instant.nullable(), to: instant.nullable() })
		.nullable()
		.describe('The part of the window the answer is about when the whole took too long; null when it is about the whole window'),
	source: sourceSchema,
};

/** Events by decision, `none` for events without one. */
const byDecision = z.record(z.string(), z.int().min(1)).describe('Events by decision, `none` for events without one');

/** `GET /v1/events/histogram`. */
export const histogramSchema = z.object({
	from: instant.nullable().describe('Start of the first bar; null when the window is open and no event is in it'),
	to: instant.nullable().describe('End of the last bar'),
	stepMs: z.int().min(0).describe('Length of a bar. Bars begin at multiples of it since 1970; first and last may be cut by the window'),
	bars: z.array(z.object({ at: instant, decisions: byDecision })).describe('Bars that hold an event, by time; the others are empty'),
	total: z.int().min(0).describe('Events in all bars'),
	...coverage,
});
export type Histogram = DeepReadonly<z.infer<typeof histogramSchema>>;

export const facetFieldSchema = z.enum(FACET_FIELDS);

const counted = {
	value: z.string().describe('As a query takes it; `none` for events without a decision'),
	name: z.string().optional().describe('What the value is called, where it is an id with a known name'),
};

/** `GET /v1/events/facets`. */
export const facetsSchema = z.object({
	facets: z.array(
		z.object({
			field: facetFieldSchema,
			values: z.array(z.object({ ...counted, events: z.int().min(0) })).describe('Most frequent first'),
			distinct: z.int().min(0).describe('How many values there are, shown or not'),
			exact: z.boolean(),
		}),
	),
	...coverage,
});
export type Facets = DeepReadonly<z.infer<typeof facetsSchema>>;
export type Facet = Facets['facets'][number];

/** `GET /v1/events/values`. */
export const valuesSchema = z.object({
	field: z.enum(VALUE_FIELDS),
	values: z.array(
		z.object({ ...counted, events: z.int().min(0).nullable().describe('In the window by whole hours; null when not counted') }),
	),
	more: z.boolean().describe('Whether there are values beyond these'),
});
export type FieldValues = DeepReadonly<z.infer<typeof valuesSchema>>;

/** `GET /v1/events/{zone}/{seq}/context`. */
export const contextSchema = z.object({
	events: z.array(eventItemSchema).describe('Newest first, the event itself among them; with `before` or `after` only what lies there'),
	older: z.string().nullable().describe('For `before`: there are older events in the zone; null when there are none'),
	newer: z.string().nullable().describe('For `after`'),
});
export type EventContext = DeepReadonly<z.infer<typeof contextSchema>>;

/** `GET /v1/events/differences`. */
export const differencesSchema = z.object({
	selected: z.int().min(0).describe('Events of the search that are in the selection'),
	rest: z.int().min(0).describe('Events of the search that are not'),
	fields: z
		.array(
			z.object({
				field: facetFieldSchema,
				...counted,
				selected: z.int().min(0).describe('Of the selected events, how many have the value'),
				rest: z.int().min(0),
				lift: z.number().nullable().describe('Share among the selected by share among the rest; null when the rest has none'),
			}),
		)
		.describe('What differs most first. Values with too few events to mean anything are left out'),
	...coverage,
});
export type Differences = DeepReadonly<z.infer<typeof differencesSchema>>;

/** The last line of an NDJSON export, as `{"trailer": …}`; the last of a CSV is `# rows: N`. Without it a file is cut. */
export const exportTrailerSchema = z.object({
	trailer: z.object({
		rows: z.int().min(0),
		complete: z.boolean(),
		zones: z.array(z.string()),
		from: instant.nullable(),
		to: instant.nullable(),
		query: z.string(),
	}),
});
