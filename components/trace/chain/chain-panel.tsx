'use client';

import { RefreshCcw } from 'lucide-react';
import { useState } from 'react';
import { cn } from '@/components/ui/cn';
import { plural } from '@/lib/events/amounts';
import { visible } from '@/lib/events/visible';
import type { AuthorityChain, AuthorityLink } from '@/lib/trace/authority-chain';
import { Panel } from '../panel';
import { PlaceLink } from '../place-link';
import { useRequest } from '../request-context';
import { ShortId } from '../short-id';
import { Words } from '../words';
import { LinkState } from './link-state';
import { ScopeCell } from './scope-cell';
import { columnLabels, scopeColumns, scopeMark } from './scope-columns';

function Member({ link, subject }: { link: AuthorityLink; subject: string }) {
	const kind = { authority: 'authority record', session: 'session', edge: 'delegates on' }[link.kind];
	return (
		<>
			<span className="flex flex-wrap items-center gap-x-1.5">
				{link.kind === 'authority' ? <strong className="font-semibold">{subject}</strong> : null}
				{link.kind === 'session' ? (
					<strong className="font-semibold [overflow-wrap:anywhere]">{visible(link.appName || link.app) || 'application not named'}</strong>
				) : null}
				{link.isRepeated ? (
					<span className="inline-flex items-center gap-1 font-medium text-fault">
						<RefreshCcw size={12} aria-hidden /> a second time
					</span>
				) : null}
				<span className="inline-flex items-center gap-1 text-text-2">
					<span className="whitespace-nowrap">{kind}</span> {link.id === '' ? 'not named' : <ShortId id={link.id} label={`the ${kind}`} />}
				</span>
			</span>
			{link.id === '' ? null : (
				<span className="flex flex-wrap gap-x-3 text-11">
					<LinkState when="then" status={link.statusThen} />
					<LinkState when="now" status={link.statusNow} />
				</span>
			)}
		</>
	);
}

function Chain({ chain }: { chain: AuthorityChain }) {
	const { request } = useRequest();
	const { columns, left } = scopeColumns(chain);
	const labels = columnLabels(columns);
	const isBroken = (link: AuthorityLink) =>
		request.violations.some((violation) => violation.link.kind === link.kind && violation.link.id === link.id);
	const subject =
		chain.subjectKind === 'user'
			? 'A user, not named in the record'
			: chain.subjectKind === 'application'
				? 'The application itself'
				: 'Subject not recorded';
	const style = { gridTemplateColumns: `minmax(0, 1fr) repeat(${columns.length}, minmax(40px, 64px))` };
	const line = 'grid items-center border-b border-line py-1.5 last:border-b-0';
	return (
		<>
			<p className="mb-1 text-12 text-pretty text-text-2">
				<Words of={chain.sentence} />
				{chain.epoch === null ? null : <span className="text-text-3"> Graph epoch {chain.epoch}.</span>}
			</p>
			<table aria-label="Chain of authority" className="block text-12">
				<thead className="block">
					<tr style={style} className="grid">
						<th className="text-left text-11 font-normal text-text-3">who acted for whom</th>
						{columns.map((scope, i) => (
							<th
								key={scope}
								scope="col"
								title={visible(scope.slice(0, 200))}
								className="self-end px-0.5 text-center font-mono text-11 leading-tight font-normal [overflow-wrap:anywhere] text-text-2"
							>
								{labels[i]}
							</th>
						))}
					</tr>
				</thead>
				<tbody className="block">
					{chain.links.map((link, i) => (
						<tr key={`${i}`} style={style} className={cn(line, isBroken(link) && '-mx-2 bg-fault-tint px-2')}>
							<th
								scope="row"
								className={cn(
									'flex min-w-0 flex-col gap-0.5 text-left font-normal',
									link.kind === 'edge' && 'border-l-2 border-line-strong pl-2.5',
								)}
							>
								<Member link={link} subject={subject} />
							</th>
							{columns.map((scope) => (
								<td key={scope} className="flex justify-center">
									{link.kind === 'edge' ? <ScopeCell mark={scopeMark(link, scope)} scope={scope} /> : null}
								</td>
							))}
						</tr>
					))}
					<tr style={style} className={line}>
						<th scope="row" className="text-left font-semibold">
							This request
						</th>
						{columns.map((scope) => (
							<td key={scope} className="text-center text-11 text-text-2">
								{chain.scopesAsked.includes(scope) ? 'asked' : ''}
							</td>
						))}
					</tr>
				</tbody>
			</table>
			{left > 0 ? <p className="text-12 text-text-3">{plural(left, 'more scope')} known of this chain.</p> : null}
			<p className="mt-1 text-12 text-text-3">
				Recorded by{' '}
				{chain.places.slice(0, 3).map((place) => (
					<span key={`${place.zone}/${place.seq}`}>
						<PlaceLink place={place} />{' '}
					</span>
				))}
				{chain.places.length > 3 ? `and ${chain.places.length - 3} more` : null}
				{chain.basis === 'parents' ? '; from who started which session, not from delegations' : null}
			</p>
		</>
	);
}

/** Who acted for whom, with the scopes narrowing hop by hop, and whether each link was and is alive. */
export function ChainPanel() {
	const { request } = useRequest();
	const [shown, setShown] = useState(0);
	const { chains, chainsLeftOut } = request;
	const chain = chains[Math.min(shown, chains.length - 1)];
	return (
		<Panel
			title="Chain of authority"
			note={chain === undefined ? null : 'from the record'}
			actions={
				chains.length < 2 ? undefined : (
					<select
						aria-label="Which chain"
						value={shown}
						onChange={(event) => setShown(Number(event.target.value))}
						className="h-[26px] rounded-control border border-control bg-surface px-1 text-12"
					>
						{chains.map((each, i) => (
							<option key={each.at + String(i)} value={i}>
								Chain {i + 1} of {chains.length + chainsLeftOut}
							</option>
						))}
					</select>
				)
			}
		>
			{chain === undefined ? (
				<p className="text-12 text-text-2">No decision of this request records under whose authority it ran.</p>
			) : (
				<Chain chain={chain} />
			)}
		</Panel>
	);
}
