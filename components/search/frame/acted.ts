import { type FilterKey, replaceFilter, toggleFilter } from '@/lib/query/edit';
import { fieldNamed } from '@/lib/query/fields';
import type { FacetAction } from '../facets/facet-value';

/** A qualifier as the page's parts name it: `app`, `meta.key`. */
function keyOf(field: string): FilterKey {
	const name = fieldNamed(field);
	return name === null ? { path: field.replace(/^meta\./, '').split('.') } : { field: name };
}

/** The text of the query after a value was clicked. */
export function acted(text: string, field: string, value: string, action: FacetAction): string {
	const key = keyOf(field);
	return action === 'only' ? replaceFilter(text, key, [value]) : toggleFilter(text, key, value, action === 'keep' ? 'include' : 'exclude');
}
