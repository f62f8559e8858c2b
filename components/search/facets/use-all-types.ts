import { useQuery } from '@tanstack/react-query';
import { readJson } from '@/components/events/api';
import type { Facets } from '@/lib/api/search';

/** As many as the interface gives at once. */
const TYPES_MAX = 1000;

type TypeFacet = Facets['facets'][number];

/**
 * The event types with their counts, for what is summed over them: those at hand, and all of them once they are read when those
 * at hand are only the most frequent. `isWhole` says whether it is every one.
 */
export function useAllTypes(
	atHand: TypeFacet | undefined,
	eventQuery: string | null,
): { types: TypeFacet['values'] | undefined; isWhole: boolean } {
	const isCut = atHand !== undefined && atHand.distinct > atHand.values.length;
	const all = useQuery({
		queryKey: ['facet-types', eventQuery],
		enabled: isCut && eventQuery !== null,
		queryFn: ({ signal }) =>
			readJson<Facets>(`/v1/events/facets?${eventQuery}${eventQuery === '' ? '' : '&'}field=type&limit=${TYPES_MAX}`, signal),
		staleTime: Number.POSITIVE_INFINITY,
	});
	const whole = isCut ? (all.data?.facets[0] ?? atHand) : atHand;
	return { types: whole?.values, isWhole: whole === undefined || whole.distinct <= whole.values.length };
}
