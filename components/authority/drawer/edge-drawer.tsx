'use client';

import { failureOf } from '@/components/events/api';
import { Problem } from '@/components/events/problem';
import { ShortId } from '@/components/trace/short-id';
import { Words } from '@/components/trace/words';
import type { AuthorityEdge, StandingSession } from '@/lib/api/authority';
import { sessionTitle } from '@/lib/authority/drawing';
import { carriesScope, knownScopes } from '@/lib/authority/edge-scopes';
import { edgeWords } from '@/lib/authority/words';
import { shortId, visible } from '@/lib/events/visible';
import { parseRfc3339Micros } from '@/lib/time';
import type { AuthorityState } from '@/lib/url/authority';
import type { ChangeAuthority } from '../authority-state';
import { Instant } from '../instant';
import { edgePath } from '../paths';
import { StateMark } from '../state-mark';
import { useAuthority } from '../use-authority';
import { Actions } from './actions';
import { DelegationList } from './delegation-list';
import { Drawer } from './drawer';
import { Fact, FactList, Part } from './facts';

interface Props {
	readonly id: string;
	readonly zone: string;
	readonly state: AuthorityState;
	readonly change: ChangeAuthority;
	readonly timeZone: string;
}

function End({ session, onOpen }: { session: StandingSession | null; onOpen: (id: string) => void }) {
	if (session === null) return <>not on record</>;
	return (
		<span className="inline-flex flex-wrap items-center gap-2">
			<button type="button" onClick={() => onOpen(session.row.id)} className="text-accent hover:underline">
				{sessionTitle({ row: session.row })} <span className="font-mono">{shortId(session.row.id)}</span>
			</button>
			<StateMark state={session.standing.state} className="text-11" />
		</span>
	);
}

const scopeText = (scope: string) => visible(scope.slice(0, 200));

/** A delegation: words first, its scopes against those above it, and its life. */
export function EdgeDrawer({ id, zone, state, change, timeZone }: Props) {
	const { data, error, refetch } = useAuthority<AuthorityEdge>(edgePath(zone, id, state.at), state.at === null);
	const close = () => change({ selected: null });
	const openSession = (session: string) => change({ selected: { kind: 'session', id: session } }, 'replace');
	const openEdge = (edge: string) => change({ selected: { kind: 'edge', id: edge } }, 'replace');
	const shown = data?.edge.id === id ? data : undefined;
	const title = (
		<>
			<strong className="text-13 font-semibold">Delegation</strong>
			<ShortId id={id} label="the delegation id" />
		</>
	);
	if (shown === undefined)
		return (
			<Drawer title={title} onClose={close}>
				{error === null ? (
					<p className="p-4 text-12 text-text-3">Reading the delegation ...</p>
				) : (
					<Problem error={failureOf(error)} onRetry={() => void refetch()} />
				)}
			</Drawer>
		);
	const { edge, standing, source, target, above, narrowing } = shown;
	const at = Number(parseRfc3339Micros(shown.at) ?? 0n);
	const dropped = narrowing?.dropped ?? [];
	const refused = edge.scopesRefused.filter((scope) => carriesScope(edge, scope) !== 'yes' && !dropped.includes(scope));
	return (
		<Drawer title={title} onClose={close}>
			<div className="border-b border-line px-4 py-3">
				<StateMark state={standing.state} className="text-12" />
				<p className="mt-1 text-15 text-pretty">
					<Words of={edgeWords(edge, { source: source?.row ?? null, target: target?.row ?? null }, standing, narrowing, at)} />
				</p>
			</div>
			<Actions of={{ kind: 'edge', id }} state={state} zone={zone} change={change} query={shown.query} />
			<Part title="Scopes">
				<ul className="text-12">
					{knownScopes(edge).map((scope) => (
						<li key={scope} className="font-mono [overflow-wrap:anywhere]">
							{scopeText(scope)}
						</li>
					))}
					{dropped.map((scope) => (
						<li key={scope} className="text-text-3">
							<span className="font-mono line-through">{scopeText(scope)}</span> not passed on
						</li>
					))}
					{refused.map((scope) => (
						<li key={scope} className="text-text-3">
							<span className="font-mono">{scopeText(scope)}</span> asked for and refused
						</li>
					))}
				</ul>
				{edge.scopesWhole === null ? (
					<p className="mt-1 text-12 text-text-3">
						Caracal does not list what a delegation carries: these are the scopes that were used through it.
					</p>
				) : null}
			</Part>
			<Part title="Facts">
				<FactList>
					<Fact name="From">
						<End session={source} onOpen={openSession} />
					</Fact>
					<Fact name="To">
						<End session={target} onOpen={openSession} />
					</Fact>
					<Fact name="Created">
						<Instant micros={edge.created?.at} timeZone={timeZone} />
					</Fact>
					<Fact name="Expires">
						<Instant micros={edge.expires?.value} timeZone={timeZone} />
					</Fact>
					<Fact name="Ended">
						<Instant micros={edge.ended?.at} timeZone={timeZone} />
					</Fact>
					<Fact name="Last used">
						<Instant micros={edge.usedAt} timeZone={timeZone} />
					</Fact>
					<Fact name="Resource">{visible(edge.resource?.value.slice(0, 200) ?? '') || 'not on record'}</Fact>
					<Fact name="Hop">{edge.hop ?? 'not on record'}</Fact>
					<Fact name="Graph epoch">{edge.epoch?.value ?? 'not on record'}</Fact>
					<Fact name="Constraints">
						<span className="font-mono">{visible(edge.constraints?.value.slice(0, 1000) ?? '') || 'none on record'}</span>
					</Fact>
				</FactList>
			</Part>
			<Part title="What its source holds">
				<DelegationList edges={above} onOpen={openEdge} empty="Nothing by delegation: it is a root." />
			</Part>
		</Drawer>
	);
}
