'use client';

import { type KeyboardEvent, type RefObject, useEffect, useMemo } from 'react';
import { cn } from '@/components/ui/cn';
import type { FacetField, Facets } from '@/lib/api/search';
import { areaOf } from '@/lib/query/areas';
import { FacetGroup, type FieldChoice } from './facet-group';
import type { FacetAction, FacetItem } from './facet-value';
import { useAllTypes } from './use-all-types';

interface Props {
	readonly ref?: RefObject<HTMLElement | null>;
	readonly answer: Facets | undefined;
	/** Why the facets could not be read. */
	readonly failed: string | null;
	/** The answer is that of the search before this one. */
	readonly dimmed: boolean;
	readonly eventQuery: string | null;
	/** What the query keeps and leaves out, by field. */
	readonly choices: ReadonlyMap<string, FieldChoice>;
	readonly onAction: (field: string, value: string, action: FacetAction) => void;
	readonly onRetry: () => void;
	readonly className?: string;
}

export const FACET_GROUPS: readonly (readonly [field: FacetField | 'area', title: string])[] = [
	['decision', 'Decision'],
	['reason', 'Reason'],
	['app', 'Application'],
	['type', 'Event type'],
	['area', 'Area'],
	['resource', 'Resource'],
	['policy-version', 'Policy version'],
	['label', 'Session label'],
	['host', 'Host'],
];
const NO_CHOICE: FieldChoice = { kept: new Set(), excluded: new Set() };

/** The areas of the event types, most frequent first. */
function areasOf(types: readonly FacetItem[]): FacetItem[] {
	const sums = new Map<string, number>();
	for (const { value, events } of types) sums.set(areaOf(value), (sums.get(areaOf(value)) ?? 0) + (events ?? 0));
	return [...sums].map(([value, events]) => ({ value, events })).sort((a, b) => b.events - a.events);
}

/**
 * The fields at the side with their counts. One stop of the Tab key: arrows go from value to value, Enter keeps, x leaves out,
 * o keeps only this.
 */
export function FacetRail({ ref, answer, failed, dimmed, eventQuery, choices, onAction, onRetry, className }: Props) {
	const byField = useMemo(() => new Map(answer?.facets.map((facet) => [facet.field, facet])), [answer]);
	const { types, isWhole } = useAllTypes(byField.get('type'), eventQuery);
	const areas = useMemo(() => (types === undefined ? undefined : areasOf(types)), [types]);

	useEffect(() => {
		// exactly one stop of the Tab key, whatever was drawn anew
		const stops = stopsIn(ref?.current);
		if (!stops.some((stop) => stop.tabIndex === 0) && stops[0] !== undefined) stops[0].tabIndex = 0;
	});

	function onKeyDown(event: KeyboardEvent<HTMLElement>) {
		const target = event.target as HTMLElement;
		if (event.ctrlKey || event.metaKey || event.altKey || !target.matches('[data-stop]')) return;
		const stops = stopsIn(event.currentTarget);
		const at = stops.indexOf(target);
		const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: stops.length - 1 }[event.key];
		if (to === undefined) return;
		event.preventDefault();
		const stop = stops[Math.min(Math.max(to, 0), stops.length - 1)];
		stop?.focus();
		stop?.scrollIntoView({ block: 'nearest' });
	}

	return (
		<section
			ref={ref}
			aria-label="Filters"
			aria-busy={dimmed}
			onKeyDown={onKeyDown}
			onFocus={(event) => {
				if (!event.target.matches('[data-stop]')) return;
				for (const stop of stopsIn(event.currentTarget)) stop.tabIndex = stop === event.target ? 0 : -1;
			}}
			className={cn('overflow-x-hidden overflow-y-auto pt-0.5 pb-2 text-12', className)}
		>
			{failed === null ? null : (
				<p role="alert" className="px-2.5 py-2 text-deny">
					Not counted: {failed}{' '}
					<button type="button" onClick={onRetry} className="text-accent underline">
						Try again
					</button>
				</p>
			)}
			{answer?.covered == null ? null : (
				<p className="px-2.5 py-1 text-held">
					Counted only since {answer.covered.from?.slice(0, 16).replace('T', ' ')} UTC: the whole took too long.
				</p>
			)}
			<div className={cn(dimmed && 'opacity-60')}>
				{FACET_GROUPS.map(([field, title]) => {
					const facet = byField.get(field === 'area' ? 'type' : field);
					const items = field === 'area' ? areas : facet?.values;
					return (
						<FacetGroup
							key={field}
							field={field}
							title={title}
							items={items}
							distinct={field === 'area' ? (items?.length ?? 0) : (facet?.distinct ?? 0)}
							exact={(facet?.exact ?? true) && (field !== 'area' || isWhole)}
							choice={choices.get(field) ?? NO_CHOICE}
							more={field === 'area' || eventQuery === null ? null : { field, eventQuery }}
							onAction={(value, action) => onAction(field, value, action)}
						/>
					);
				})}
			</div>
		</section>
	);
}

function stopsIn(rail: HTMLElement | null | undefined): HTMLElement[] {
	return [...(rail?.querySelectorAll<HTMLElement>('[data-stop]') ?? [])].filter((stop) => stop.offsetParent !== null);
}
