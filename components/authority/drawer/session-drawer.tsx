'use client';

import { type FormEvent, useState } from 'react';
import { failureOf } from '@/components/events/api';
import { Problem } from '@/components/events/problem';
import { ShortId } from '@/components/trace/short-id';
import { Words } from '@/components/trace/words';
import { Button } from '@/components/ui/button';
import type { AuthoritySession } from '@/lib/api/authority';
import { labelsOf } from '@/lib/authority/collapse';
import { sessionTitle } from '@/lib/authority/drawing';
import { sessionWords } from '@/lib/authority/words';
import { plural } from '@/lib/events/amounts';
import { shortId, visible } from '@/lib/events/visible';
import { parseRfc3339Micros } from '@/lib/time';
import type { AuthorityState } from '@/lib/url/authority';
import type { ChangeAuthority } from '../authority-state';
import { Instant } from '../instant';
import { sessionPath } from '../paths';
import { StateMark } from '../state-mark';
import { useAuthority } from '../use-authority';
import { Actions } from './actions';
import { DelegationList } from './delegation-list';
import { Drawer } from './drawer';
import { Fact, FactList, Part } from './facts';
import { ScopesTable } from './scopes-table';

interface Props {
	readonly id: string;
	readonly zone: string;
	readonly state: AuthorityState;
	readonly change: ChangeAuthority;
	readonly timeZone: string;
}

/** Asks how the session reaches a resource. */
function PathForm({ resources, onAsk }: { resources: readonly string[]; onAsk: (resource: string) => void }) {
	const [resource, setResource] = useState(resources[0] ?? '');
	function onSubmit(event: FormEvent) {
		event.preventDefault();
		if (resource.trim() !== '') onAsk(resource.trim());
	}
	return (
		<form onSubmit={onSubmit} className="flex gap-1.5">
			<input
				aria-label="Resource"
				list="authority-resources"
				value={resource}
				onChange={(event) => setResource(event.target.value)}
				placeholder="resource://..."
				className="h-[26px] min-w-0 flex-1 rounded-control border border-control bg-surface px-2 font-mono text-12 pointer-coarse:h-9"
			/>
			<datalist id="authority-resources">
				{resources.map((each) => (
					<option key={each} value={each} />
				))}
			</datalist>
			<Button type="submit">Find the ways</Button>
		</form>
	);
}

/** A session: words first, then what it can do and through whom, its life, and who stands around it. */
export function SessionDrawer({ id, zone, state, change, timeZone }: Props) {
	const isNow = state.at === null;
	const { data, error, refetch } = useAuthority<AuthoritySession>(sessionPath(zone, id, state.at, state.struck), isNow);
	const close = () => change({ selected: null });
	const openSession = (session: string) => change({ selected: { kind: 'session', id: session } }, 'replace');
	const openEdge = (edge: string) => change({ selected: { kind: 'edge', id: edge } }, 'replace');
	// what is kept on screen while another is read must not be taken for it
	const shown = data?.id === id ? data : undefined;
	const title = (
		<>
			<strong className="truncate text-13 font-semibold">{shown === undefined ? 'Session' : sessionTitle({ row: shown.session })}</strong>
			<ShortId id={id} label="the session id" />
		</>
	);
	if (shown === undefined)
		return (
			<Drawer title={title} onClose={close}>
				{error === null ? (
					<p className="p-4 text-12 text-text-3">Reading the session ...</p>
				) : (
					<Problem error={failureOf(error)} onRetry={() => void refetch()} />
				)}
			</Drawer>
		);
	const { session, standing, effective, record, recordStanding, parents, children, held, given } = shown;
	const at = Number(parseRfc3339Micros(shown.at) ?? 0n);
	const titles = new Map([...parents, ...children].map(({ row }) => [row.id, sessionTitle({ row })]));
	const labels = labelsOf(session?.labels?.value);
	return (
		<Drawer title={title} onClose={close}>
			<div className="border-b border-line px-4 py-3">
				<StateMark state={standing.state} className="text-12" />
				<p className="mt-1 text-15 text-pretty">
					<Words of={sessionWords(session, standing, effective, at)} />
				</p>
			</div>
			<Actions of={{ kind: 'session', id }} state={state} zone={zone} change={change} query={shown.query} />
			<Part title="What it can do, and through whom">
				<ScopesTable effective={effective} timeZone={timeZone} titles={titles} onOpenSession={openSession} />
			</Part>
			<Part title="Ways to a resource">
				<PathForm
					key={id}
					resources={session?.resources.map(({ resource }) => resource) ?? []}
					onAsk={(resource) => change({ panel: { kind: 'paths', resource } })}
				/>
			</Part>
			<Part title="Its life">
				<FactList>
					<Fact name="Began">
						<Instant micros={session?.started?.at} timeZone={timeZone} />
					</Fact>
					<Fact name="Ended">{standing.state === 'alive' ? 'not on record' : <Instant micros={standing.since} timeZone={timeZone} />}</Fact>
					<Fact name="Last used">
						<Instant micros={session?.usedAt} timeZone={timeZone} />
					</Fact>
					<Fact name="Labels">
						{labels.length === 0 ? 'none on record' : labels.map((label) => visible(label.slice(0, 100))).join(', ')}
					</Fact>
					<Fact name="Acts for">{visible(record?.subject?.value.slice(0, 200) ?? '') || 'not named in the record'}</Fact>
					<Fact name="Authority record">
						{record === null ? (
							'not on record'
						) : (
							<span className="inline-flex flex-wrap items-center gap-2">
								<ShortId id={record.id} label="the authority record" />
								{recordStanding === null ? null : <StateMark state={recordStanding.state} className="text-11" />}
							</span>
						)}
					</Fact>
				</FactList>
			</Part>
			<Part title={`Holds ${plural(held.length, 'delegation')}`}>
				<DelegationList
					edges={held}
					onOpen={openEdge}
					empty={effective.isRoot ? 'None: nobody delegated to it.' : 'None that is not struck out.'}
				/>
			</Part>
			<Part title={`Gave ${plural(given.length, 'delegation')}`}>
				<DelegationList edges={given} onOpen={openEdge} empty="None." />
			</Part>
			{parents.length + children.length === 0 ? null : (
				<Part title="Started by, and started">
					<ul className="text-12">
						{[...parents.map((each) => ({ ...each, how: 'above' })), ...children.map((each) => ({ ...each, how: 'below' }))]
							.slice(0, 40)
							.map(({ row, standing: its, how }) => (
								<li key={`${how} ${row.id}`} className="flex items-center gap-2 border-t border-line py-1 first:border-t-0">
									<span className="w-12 text-text-3">{how}</span>
									<button type="button" onClick={() => openSession(row.id)} className="truncate text-accent hover:underline">
										{sessionTitle({ row })} <span className="font-mono">{shortId(row.id)}</span>
									</button>
									<StateMark state={its.state} className="ml-auto text-11" />
								</li>
							))}
					</ul>
				</Part>
			)}
		</Drawer>
	);
}
