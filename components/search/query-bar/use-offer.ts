'use client';

import { useMemo } from 'react';
import type { Facets } from '@/lib/api/search';
import { cutMiddle, visible } from '@/lib/events/visible';
import { type Completion, completionAt, rankValues, takeExcluded, takeField, takeValue } from '@/lib/query/complete';
import { field } from '@/lib/query/fields';
import type { Offer, Option } from './option';
import { type KnownValue, useValues } from './use-values';

interface Asked {
	readonly text: string;
	readonly caret: number;
	readonly isOpen: boolean;
	readonly windowQuery: string | null;
	readonly facets: Facets | undefined;
	readonly recent: readonly string[];
}

/** Most options drawn; the others are there once more is typed. */
const OPTIONS_MAX = 50;
/** Longest value drawn. */
const TEXT_MAX = 120;

type ValueCompletion = Extract<Completion, { kind: 'value' }>;
type FieldCompletion = Extract<Completion, { kind: 'field' }>;

/** What goes with the query as far as it is typed; null for nothing, or while the list is closed. */
export function useOffer({ text, caret, isOpen, windowQuery, facets, recent }: Asked): Offer | null {
	const completion = useMemo(() => (isOpen ? completionAt(text, caret) : null), [text, caret, isOpen]);
	const value = completion?.kind === 'value' ? completion : null;
	const name = value !== null && 'field' in value.key ? value.key.field : null;
	const { values, isReading } = useValues({ field: name, prefix: value?.typed ?? '', windowQuery, facets });
	return useMemo(() => {
		if (completion === null || completion.kind === 'nothing') return null;
		if (text.trim() === '' && recent.length > 0) return recentOffer(recent);
		if (completion.kind === 'field') return fieldOffer(text, completion);
		return valueOffer(text, completion, name, values, isReading);
	}, [completion, text, recent, name, values, isReading]);
}

function recentOffer(recent: readonly string[]): Offer {
	const options = recent.map(
		(query): Option => ({ key: query, text: visible(query), isCode: true, taken: { text: query, caret: query.length } }),
	);
	return { title: 'Recent queries, kept in this browser', at: 0, options, suggested: -1, total: options.length, kind: 'recent' };
}

function fieldOffer(text: string, completion: FieldCompletion): Offer | null {
	const { candidates, span, typed } = completion;
	// behind a blank, in the middle of writing, nobody asked
	if (candidates.length === 0 || (typed === '' && text.trim() !== '')) return null;
	const options = candidates.map(
		(each): Option => ({
			key: each.name,
			text: `${each.name}:`,
			detail: each.help,
			isCode: true,
			taken: takeField(text, completion, each.name),
		}),
	);
	return { title: 'Qualifiers', at: span.from, options, suggested: -1, total: options.length, kind: 'names' };
}

/** The value as the query takes it: an application by its name, where no other in the list is called so. */
function writtenOf({ value, name }: KnownValue, values: readonly KnownValue[], fieldName: string | null): string {
	const isNamed = fieldName === 'app' || fieldName === 'workload';
	if (!isNamed || name === undefined || name === '') return value;
	return values.filter((each) => each.name === name || each.value === name).length === 1 ? name : value;
}

function valueOffer(
	text: string,
	completion: ValueCompletion,
	fieldName: Parameters<typeof field>[0] | null,
	values: readonly KnownValue[],
	isReading: boolean,
): Offer | null {
	const { typed, taken, span } = completion;
	const about = fieldName === null ? null : field(fieldName);
	const counted = values.map((each) => ({ ...each, events: each.events ?? 0, isCounted: each.events !== null }));
	const ranked = rankValues(counted, typed, taken);
	const options = ranked.slice(0, OPTIONS_MAX).map((each): Option => {
		const written = writtenOf(each, values, fieldName);
		return {
			key: each.value,
			text: visible(cutMiddle(written === each.value ? each.value : (each.name ?? each.value), TEXT_MAX)),
			detail: written === each.value ? each.name : each.value,
			isCode: written === each.value,
			events: each.isCounted ? each.events : null,
			taken: takeValue(text, completion, written),
			excluded: takeExcluded(text, completion, written),
		};
	});
	const [first] = options;
	const isWhole = ranked.some((each) => each.value === typed || each.name === typed);
	if (first === undefined && typed !== '' && !isReading) return null;
	return {
		title: fieldName === null ? 'A value of the metadata' : `${fieldName}: values in this range`,
		at: span.from,
		options,
		// what is whole as typed is run by Enter, not taken
		suggested: first === undefined || isWhole ? -1 : 0,
		total: ranked.length,
		note:
			first !== undefined
				? undefined
				: isReading
					? 'Reading…'
					: about === null
						? undefined
						: `${about.help}, such as ${about.name}:${about.example}`,
		kind: 'values',
	};
}
