'use client';

import { cn } from '@/components/ui/cn';
import { formatMillis, plural } from '@/lib/events/amounts';
import { cutMiddle, shortId, visible } from '@/lib/events/visible';
import { clockParts } from '@/lib/time-words';
import type { Diff, DiffField, DiffSide } from '@/lib/trace/diff';
import { requestHref } from '@/lib/url/request';
import { PlaceLink } from '../place-link';
import { useRequest } from '../request-context';
import { Words } from '../words';

const VALUE_MAX = 300;
/** Longer values are cut, and of them the words that are longer. */
const VALUE_LENGTH = 40;
const VALUE_WORDS_MAX = 8;
const WORD_LENGTH = 20;
const CHANGES_SHOWN = 12;
const SURE = { certain: 'certain', likely: 'likely', possible: 'possible' } as const;

/** A value in a narrow cell: what is long in it is cut word by word, so that what is said of an identifier stays. */
function short(value: string): string {
	if (value.length <= VALUE_LENGTH) return visible(value);
	const words = value.split(' ');
	return words.length > VALUE_WORDS_MAX
		? shortId(value)
		: words.map((word) => (word.length > WORD_LENGTH ? shortId(word) : visible(word))).join(' ');
}

function Values({ values, isUnknown }: { values: readonly string[]; isUnknown: boolean }) {
	if (values.length === 0) return <span className="text-text-3">{isUnknown ? 'not recorded' : 'none'}</span>;
	return values.map((value, i) => (
		<span
			key={`${i}`}
			className={cn('block font-mono text-11 wrap-anywhere', values.length > 1 && 'pl-3 -indent-3')}
			title={value.length > VALUE_LENGTH ? visible(cutMiddle(value, VALUE_MAX)) : undefined}
		>
			{short(value)}
		</span>
	));
}

function SideHead({ side, name, isThis }: { side: DiffSide; name: string; isThis: boolean }) {
	const { timeZone } = useRequest();
	const { date, clock } = clockParts(side.at, timeZone);
	return (
		<th scope="col" className="w-2/5 px-2 py-1 text-left align-top font-normal">
			<span className="block text-11 text-text-3">{name}</span>
			{isThis ? (
				<PlaceLink place={side.place}>this request</PlaceLink>
			) : (
				<a
					href={requestHref(side.requestId, { zone: side.zone, of: side.place })}
					className="font-mono text-accent hover:underline"
					title={visible(side.requestId.slice(0, 400))}
				>
					{shortId(side.requestId)}
				</a>
			)}
			<span className="block text-11 text-text-2" title={date}>
				{date.slice(5)} {clock.slice(0, 8)}
			</span>
		</th>
	);
}

function Line({ field }: { field: DiffField }) {
	const differs = field.state === 'differs';
	const cell = cn('border-b border-line px-2 py-1 align-top', differs ? 'text-text' : 'text-text-2');
	return (
		<tr data-state={field.state}>
			<th
				scope="row"
				className={cn('border-b border-line py-1 pr-2 text-left align-top font-normal', differs ? 'text-text' : 'text-text-3')}
			>
				{field.name}
				{differs ? <span className="sr-only">, differs</span> : null}
			</th>
			<td className={cell}>
				<Values values={field.before} isUnknown={field.state === 'unknown'} />
			</td>
			<td className={cn(cell, differs && 'bg-accent-tint font-medium')}>
				{field.state === 'same' ? (
					<span className="text-text-3">same</span>
				) : (
					<Values values={field.after} isUnknown={field.state === 'unknown'} />
				)}
			</td>
		</tr>
	);
}

/** Two requests side by side: the likeliest cause on top, what differs, and what happened in between. */
export function DiffView({ diff, why, match }: { diff: Diff; why: string; match: string }) {
	const { requestId, state, change } = useRequest();
	const fields = state.allFields ? diff.fields : diff.fields.filter((field) => field.state !== 'same');
	const isAfterThis = diff.after.requestId === requestId;
	const between = diff.changes.slice(-CHANGES_SHOWN);
	const hidden = diff.changes.length - between.length + diff.changesLeftOut;
	return (
		<>
			<p role="note" className="border-l-2 border-accent pl-2.5 text-13 text-pretty">
				<Words of={diff.cause.sentence} /> {diff.cause.place === null ? null : <PlaceLink place={diff.cause.place} />}
				<span className="block text-12 text-text-2">
					{SURE[diff.cause.sure]}
					{diff.cause.why.length === 0 ? null : (
						<>
							: <Words of={diff.cause.why} />
						</>
					)}
				</span>
			</p>
			{why === '' ? null : <p className="mt-1 text-12 text-held">{why}</p>}
			<table aria-label="The two requests side by side" className="mt-2 w-full table-fixed border-collapse text-12">
				<thead>
					<tr className="border-b border-line">
						<td className="w-1/4" />
						<SideHead side={diff.before} name={isAfterThis ? match : 'This request, the earlier'} isThis={!isAfterThis} />
						<SideHead side={diff.after} name={isAfterThis ? 'The later' : match} isThis={isAfterThis} />
					</tr>
				</thead>
				<tbody>
					{fields.map((field) => (
						<Line key={field.name} field={field} />
					))}
				</tbody>
			</table>
			<button
				type="button"
				aria-expanded={state.allFields}
				onClick={() => change({ allFields: !state.allFields }, 'replace')}
				className="mt-1 text-12 text-accent hover:underline"
			>
				{state.allFields ? 'Only what differs' : `${diff.differing} differ, ${diff.same} equal: all fields`}
			</button>
			<h3 className="mt-3 text-12 font-semibold">Between the two</h3>
			{diff.changes.length === 0 ? (
				<p className="text-12 text-text-2">No event of policy, administration, or of their sessions and delegations.</p>
			) : (
				<ol aria-label="What happened between the two" className="text-12">
					{hidden > 0 ? <li className="text-text-3">{plural(hidden, 'earlier event')} not shown</li> : null}
					{between.map((each) => (
						<li
							key={`${each.place.zone}/${each.place.seq}`}
							className="grid grid-cols-[76px_minmax(0,1fr)] gap-x-2 border-t border-line py-1 first:border-t-0"
						>
							<span className="text-right text-text-3">{formatMillis(each.beforeMs)} before</span>
							<span className={each.isTouching ? 'text-text' : 'text-text-2'}>
								<Words of={each.sentence} /> <PlaceLink place={each.place} />
							</span>
						</li>
					))}
				</ol>
			)}
		</>
	);
}
