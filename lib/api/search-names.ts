/** The fields that have facets, in the order a rail shows them; names of the query language. */
export const FACET_FIELDS = ['decision', 'type', 'app', 'resource', 'reason', 'policy-version', 'label', 'host'] as const;
export type FacetField = (typeof FACET_FIELDS)[number];

/** The fields whose values can be completed. */
export const VALUE_FIELDS = [...FACET_FIELDS, 'zone', 'workload'] as const;
export type ValueField = (typeof VALUE_FIELDS)[number];

/** Columns an export can have; those of the projection and the dictionaries are the fast ones. */
export const EXPORT_COLUMNS = [
	...['time', 'zone', 'seq', 'type', 'decision', 'app', 'resource', 'reason', 'policy-version', 'host', 'latency', 'labels'],
	...['id', 'request', 'status', 'policy', 'ingested', 'what', 'determining-policies', 'diagnostics', 'metadata', 'content-sha256'],
] as const;
export type ExportColumn = (typeof EXPORT_COLUMNS)[number];
