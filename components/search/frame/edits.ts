import { filterState } from '@/lib/query/edit';
import type { FieldChoice } from '../facets/facet-group';
import { FACET_GROUPS } from '../facets/facet-rail';

/** What the query keeps and leaves out of the fields that have facets. */
export function choicesOf(text: string): ReadonlyMap<string, FieldChoice> {
	return new Map(
		FACET_GROUPS.map(([field]) => {
			const { included, excluded } = filterState(text, { field });
			return [field, { kept: new Set(included), excluded: new Set(excluded) }];
		}),
	);
}
