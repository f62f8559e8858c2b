'use client';

import { ArrowRight } from 'lucide-react';
import { Button } from '@/components/ui/button';
import type { EventDetail, EventItem } from '@/lib/api/events';
import { type FieldFilter, fieldsOf } from '@/lib/events/fields';
import type { ValueActions } from './field-actions';

/** Where an event leads, by the qualifier of the query language. */
const LEADS: readonly (readonly [field: string, words: string])[] = [
	['request', 'Open request'],
	['session', 'Session'],
	['edge', 'Delegation'],
	['challenge', 'Approval'],
	['policy-version', 'Policy version'],
	['jti', 'Token'],
];

interface Props extends Omit<ValueActions, 'onFilter'> {
	readonly event: EventItem;
	/** Undefined while it is read. */
	readonly detail: EventDetail | undefined;
	readonly onSameKind: () => void;
}

function leadsOf(event: EventItem, detail: EventDetail | undefined): (readonly [words: string, filter: FieldFilter])[] {
	const filters: readonly FieldFilter[] =
		detail === undefined ? [{ field: 'request', value: event.requestId }] : fieldsOf(detail).flatMap((field) => field.filters);
	return LEADS.flatMap(([name, words]) => {
		const filter = filters.find((each) => each.field === name && each.value !== '');
		return filter === undefined ? [] : [[words, filter] as const];
	});
}

/** Where to look next: the events of its request, session, delegation, approval and policy version, and the others of its kind. */
export function EventLeads({ event, detail, hrefOfAll, onAll, onSameKind }: Props) {
	return (
		<p className="mt-2.5 flex flex-wrap gap-2">
			{leadsOf(event, detail).map(([words, filter], i) => (
				<Button key={words} asChild kind={i === 0 && filter.field === 'request' ? 'primary' : 'outline'}>
					<a
						href={hrefOfAll(filter)}
						title={`${filter.field}:${filter.value}`}
						onClick={(click) => {
							if (click.metaKey || click.ctrlKey || click.shiftKey) return;
							click.preventDefault();
							onAll(filter);
						}}
					>
						{words}
						{filter.field === 'request' ? <ArrowRight size={12} aria-hidden /> : null}
					</a>
				</Button>
			))}
			<Button onClick={onSameKind}>{event.reason === null ? 'Same type' : 'Same reason'}</Button>
		</p>
	);
}
