export type Query = Record<string, string | string[] | undefined>;

/** The parameters of a page as pairs, in their order. */
export function pairsOf(query: Query): [string, string][] {
	return Object.entries(query).flatMap(([key, value]) =>
		value === undefined ? [] : [value].flat().map((each): [string, string] => [key, each]),
	);
}
