'use client';

import { ArrowRight } from 'lucide-react';
import Link from 'next/link';
import { Button } from '@/components/ui/button';
import { OpeningMark } from '@/components/ui/opening-mark';
import type { EventDetail, EventItem } from '@/lib/api/events';
import { type FieldFilter, fieldsOf } from '@/lib/events/fields';
import { requestHref } from '@/lib/url/request';
import type { ValueActions } from './field-actions';

/** Where an event leads, by the qualifier of the query language. */
const LEADS: readonly (readonly [field: string, words: string])[] = [
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
	/** The request whose page this is, when it is one. */
	readonly requestId?: string | undefined;
}

function leadsOf(detail: EventDetail | undefined): (readonly [words: string, filter: FieldFilter])[] {
	const filters: readonly FieldFilter[] = detail === undefined ? [] : fieldsOf(detail).flatMap((field) => field.filters);
	return LEADS.flatMap(([name, words]) => {
		const filter = filters.find((each) => each.field === name && each.value !== '');
		return filter === undefined ? [] : [[words, filter] as const];
	});
}

/** Where to look next: the events of its request, session, delegation, approval and policy version, and the others of its kind. */
export function EventLeads({ event, detail, hrefOfAll, onAll, onSameKind, requestId }: Props) {
	return (
		<p className="mt-2.5 flex flex-wrap gap-2">
			{event.requestId === '' || requestId === event.requestId ? null : (
				<Button asChild kind="primary">
					<Link href={requestHref(event.requestId, { zone: event.zone, of: event })}>
						Open request
						<ArrowRight size={12} aria-hidden />
						<OpeningMark />
					</Link>
				</Button>
			)}
			{leadsOf(detail).map(([words, filter]) => (
				<Button key={words} asChild kind="outline">
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
					</a>
				</Button>
			))}
			<Button onClick={onSameKind}>{event.reason === null ? 'Same type' : 'Same reason'}</Button>
		</p>
	);
}
