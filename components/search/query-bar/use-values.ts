'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDeferredValue } from 'react';
import { readJson } from '@/components/events/api';
import type { Facets, FieldValues } from '@/lib/api/search';
import { VALUE_FIELDS, type ValueField } from '@/lib/api/search-names';
import { KNOWN_TYPES, typeLabel } from '@/lib/events/vocabulary';
import { AREAS } from '@/lib/query/areas';

/** A value that can be completed to. */
export interface KnownValue {
	readonly value: string;
	readonly name?: string | undefined;
	/** Null when it was not counted. */
	readonly events: number | null;
}

/** Values read at once. What is typed is looked for in these first, without asking. */
const VALUES_MAX = 100;
const DECISIONS: readonly KnownValue[] = ['allow', 'deny', 'pending', 'approved', 'rejected', 'consumed', 'none'].map(uncounted);

function uncounted(value: string): KnownValue {
	return { value, events: null };
}

function isValueField(field: string): field is ValueField {
	return (VALUE_FIELDS as readonly string[]).includes(field);
}

function fixedValues(field: string): readonly KnownValue[] {
	if (field === 'area') return AREAS.map(uncounted);
	if (field === 'decision') return DECISIONS;
	if (field === 'type') return KNOWN_TYPES.map((value) => ({ value, name: typeLabel(value), events: null }));
	return [];
}

/** The values of both lists, each once, the first list's counts first. */
function merged(first: readonly KnownValue[], second: readonly KnownValue[]): KnownValue[] {
	const seen = new Set(first.map(({ value }) => value));
	return [...first, ...second.filter(({ value }) => !seen.has(value))];
}

interface Asked {
	/** Null when no value is being typed. */
	readonly field: string | null;
	readonly prefix: string;
	/** Zone and window as parameters, without the query. */
	readonly windowQuery: string | null;
	readonly facets: Facets | undefined;
}

/** The values of a field, those that hold what was typed among them. From what is here at once, then from the ledger. */
export function useValues({ field, prefix, windowQuery, facets }: Asked): { values: readonly KnownValue[]; isReading: boolean } {
	const asks = field !== null && isValueField(field) && windowQuery !== null;
	const path = (typed: string) =>
		`/v1/events/values?${[windowQuery ?? '', `field=${field}`, `limit=${VALUES_MAX}`, typed === '' ? '' : `prefix=${encodeURIComponent(typed)}`].filter((part) => part !== '').join('&')}`;
	const all = useQuery({
		queryKey: ['values', field, windowQuery, ''],
		enabled: asks,
		queryFn: ({ signal }) => readJson<FieldValues>(path(''), signal),
		staleTime: 60_000,
	});
	const later = useDeferredValue(prefix);
	const matching = useQuery({
		queryKey: ['values', field, windowQuery, later],
		enabled: asks && later !== '' && all.data?.more === true,
		queryFn: ({ signal }) => readJson<FieldValues>(path(later), signal),
		placeholderData: keepPreviousData,
		staleTime: 60_000,
	});
	if (field === null) return { values: [], isReading: false };
	const fromFacets = facets?.facets.find((facet) => facet.field === field)?.values ?? [];
	const read = all.data?.values ?? fromFacets;
	const found = later !== '' && matching.data?.field === field ? matching.data.values : [];
	return { values: merged(merged(read, found), fixedValues(field)), isReading: all.isFetching };
}
