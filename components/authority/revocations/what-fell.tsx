import type { ReactNode } from 'react';
import { cn } from '@/components/ui/cn';
import type { AuthorityRevocation } from '@/lib/api/authority';
import type { CascadeMember } from '@/lib/authority/cascade';
import { sessionTitle } from '@/lib/authority/drawing';
import { type FateState, fateAt, fellAfterMs, formatAfter } from '@/lib/authority/time-lapse';
import { plural } from '@/lib/events/amounts';
import { shortId } from '@/lib/events/visible';
import { authorityHref, type RevocationState } from '@/lib/url/authority';
import { BoardPart } from './board-part';

interface Props {
	readonly answer: AuthorityRevocation;
	/** How far it is shown, in milliseconds from the revocation; null: all of it. */
	readonly shownMs: number | null;
	readonly selected: RevocationState['selected'];
}

const FATE_WORDS: Readonly<Record<FateState, string>> = {
	holds: 'not yet',
	announced: 'announced',
	confirmed: 'confirmed',
	computed: 'computed',
};
const ROWS_MAX = 300;

function Member({ member, answer }: { member: CascadeMember; answer: AuthorityRevocation }): ReactNode {
	const { kind, id } = member;
	if (kind === 'session')
		return (
			<>
				session of <strong className="font-semibold">{sessionTitle({ row: answer.sessions[id]?.row ?? null })}</strong>{' '}
				<span className="font-mono">{shortId(id)}</span>
			</>
		);
	const target = answer.edges[id]?.row.target?.value ?? '';
	return (
		<>
			delegation <span className="font-mono">{shortId(id)}</span>
			{answer.sessions[target] === undefined ? null : (
				<>
					{' '}
					to <strong className="font-semibold">{sessionTitle({ row: answer.sessions[target].row })}</strong>
				</>
			)}
		</>
	);
}

/** Those its count leaves out: it follows the revoked one, and does not count what else led to sessions that fell. */
const others = (count: number) =>
	count > 0 ? `; it does not count ${count === 1 ? 'the one' : `the ${count}`} that only began or ended at a session that fell` : '';

/** What fell, in the order it fell, and how each is known. */
export function WhatFell({ answer, shownMs, selected }: Props) {
	const { cascade, zone } = answer;
	const known = [...cascade.members].sort((a, b) => fellAfterMs(a) - fellAfterMs(b));
	const fallen = known.filter((member) => fateAt(member, shownMs) !== 'holds');
	const last = shownMs === null ? undefined : fallen.at(-1);
	const { counts } = cascade;
	const root = known[0];
	return (
		<BoardPart title="What fell" note={`${plural(cascade.edges, 'delegation')}, ${plural(cascade.sessions, 'session')}`}>
			<p className="text-12 text-text-2">
				{counts.announced} announced by the revocation, {counts.confirmed} confirmed by an event of their own, {counts.computed} computed.
			</p>
			<table aria-label="What fell, in order" className="mt-2 w-full text-12">
				<thead>
					<tr className="border-b border-line text-left text-11 text-text-3">
						<th scope="col" className="w-20 pr-3 text-right font-normal">
							After
						</th>
						<th scope="col" className="font-normal">
							What fell
						</th>
						<th scope="col" className="text-right font-normal">
							Known from
						</th>
					</tr>
				</thead>
				<tbody>
					{known.slice(0, ROWS_MAX).map((member) => {
						const fate = fateAt(member, shownMs);
						const after = fellAfterMs(member);
						const isSelected = selected?.kind === member.kind && selected.id === member.id;
						return (
							<tr
								key={`${member.kind} ${member.id}`}
								aria-current={member === last ? 'step' : undefined}
								className={cn('border-b border-line', (member === last || isSelected) && 'bg-selected')}
							>
								<td className="h-[var(--row)] pr-3 text-right whitespace-nowrap tabular-nums">
									{Number.isFinite(after) ? formatAfter(after) : 'never named'}
								</td>
								<td className="[overflow-wrap:anywhere]">
									<a
										href={authorityHref({
											zone,
											withPast: true,
											focus: { kind: member.kind, id: member.id },
											selected: { kind: member.kind, id: member.id },
										})}
										className="hover:underline"
									>
										<Member member={member} answer={answer} />
									</a>
								</td>
								<td className={cn('pl-2 text-right whitespace-nowrap', fate === 'holds' ? 'text-held' : 'text-text-2')}>
									{FATE_WORDS[fate]}
								</td>
							</tr>
						);
					})}
				</tbody>
			</table>
			{known.length > ROWS_MAX ? <p className="text-12 text-text-3">and {plural(known.length - ROWS_MAX, 'more', 'more')}</p> : null}
			<p className="mt-2 text-12 text-text-3">
				No stream names all that falls: what is computed follows from the graph by the rules of Caracal.
				{cascade.counted === null
					? ''
					: cascade.counted.isEqual
						? ` Caracal itself counted ${plural(cascade.counted.announced, 'delegation')}, as many as are computed${others(cascade.edges - cascade.counted.computed)}.`
						: ` Caracal itself counted ${plural(cascade.counted.announced, 'delegation')}, computed are ${cascade.counted.computed}: the record is not whole.`}
				{cascade.isCut ? ' There was too much to follow to its end.' : ''}
			</p>
			{root === undefined ? null : (
				<p className="mt-1 text-12">
					<a
						href={authorityHref({ zone, withPast: true, depth: 5, focus: { kind: root.kind, id: root.id } })}
						className="text-accent hover:underline"
					>
						Draw it with what is around it
					</a>
				</p>
			)}
		</BoardPart>
	);
}
