'use client';

import { failureOf } from '@/components/events/api';
import { Problem } from '@/components/events/problem';
import { Words } from '@/components/trace/words';
import { CopyButton } from '@/components/ui/copy-button';
import type { AuthorityImpact } from '@/lib/api/authority';
import { sessionTitle } from '@/lib/authority/drawing';
import { blastWords } from '@/lib/authority/words';
import { plural } from '@/lib/events/amounts';
import { shortId, visible } from '@/lib/events/visible';
import type { AuthorityState, Named } from '@/lib/url/authority';
import { appNames, appTitle } from '../app-names';
import type { ChangeAuthority } from '../authority-state';
import { Instant } from '../instant';
import { impactPath } from '../paths';
import { useAuthority } from '../use-authority';
import { PanelFrame } from './panel-frame';
import { RevokeForm } from './revoke-form';

interface Props {
	readonly of: Named<'session' | 'edge'>;
	readonly state: AuthorityState;
	readonly zone: string;
	readonly change: ChangeAuthority;
	readonly timeZone: string;
}

const SHOWN_MAX = 12;

function Column({ title, children }: { title: string; children: React.ReactNode }) {
	return (
		<div className="min-w-0">
			<h3 className="text-11 text-text-3">{title}</h3>
			<ul className="text-12">{children}</ul>
		</div>
	);
}

/** What would fall if this were revoked, what goes on, and how to do it. */
export function ImpactPanel({ of, state, zone, change, timeZone }: Props) {
	const { data, error, refetch } = useAuthority<AuthorityImpact>(impactPath(zone, of, state.at), false);
	const names = appNames(data?.sessions ?? {});
	const isItsOwn = data?.starts.some(({ id }) => id === of.id) ?? false;
	const title = `If ${of.kind === 'edge' ? 'delegation' : 'session'} ${shortId(of.id)} were revoked`;
	return (
		<PanelFrame title={title} onClose={() => change({ panel: null })}>
			{error !== null ? (
				<Problem error={failureOf(error)} onRetry={() => void refetch()} />
			) : data === undefined || !isItsOwn ? (
				<p className="text-12 text-text-3">Following the delegations ...</p>
			) : (
				<>
					<p className="text-15 text-pretty">
						<Words of={blastWords(data.blast)} />{' '}
						{data.rate.perMinute === 0
							? 'Nothing was asked for under it lately.'
							: `${data.rate.perMinute < 1 ? 'Less than one request' : plural(Math.round(data.rate.perMinute), 'request')} a minute would stop.`}
					</p>
					<div className="mt-2 grid gap-x-6 gap-y-2 sm:grid-cols-3">
						<Column title="Applications">
							{data.blast.applications.slice(0, SHOWN_MAX).map(({ app, sessions }) => (
								<li key={app} className="flex gap-2">
									<span className="truncate">{appTitle(names, app) || 'not named'}</span>
									<span className="ml-auto text-text-2">{plural(sessions, 'session')}</span>
								</li>
							))}
						</Column>
						<Column title="Resources they used last">
							{data.blast.resources.slice(0, SHOWN_MAX).map(({ resource, lastAt }) => (
								<li key={resource} className="flex gap-2">
									<span className="truncate">{visible(resource.slice(0, 200))}</span>
									<span className="ml-auto text-text-2">
										<Instant micros={lastAt} timeZone={timeZone} />
									</span>
								</li>
							))}
						</Column>
						<Column title="Goes on by another way">
							{data.blast.survivors.length === 0 ? <li className="text-text-2">nobody</li> : null}
							{data.blast.survivors.slice(0, SHOWN_MAX).map(({ session, remaining }) => (
								<li key={session} className="flex gap-2">
									<button
										type="button"
										className="truncate text-accent hover:underline"
										onClick={() => change({ selected: { kind: 'session', id: session } })}
									>
										{sessionTitle({ row: data.sessions[session]?.row ?? null })} <span className="font-mono">{shortId(session)}</span>
									</button>
									<span className="ml-auto text-text-2">
										{remaining.length === 0
											? "by its application's own authority"
											: plural(remaining.length, 'delegation left', 'delegations left')}
									</span>
								</li>
							))}
						</Column>
					</div>
					{state.at !== null ? (
						<p className="mt-2 text-12 text-text-2">This is of a past moment: go back to now to revoke.</p>
					) : data.revoke.isOffered ? (
						<RevokeForm of={of} zone={zone} impact={data} onStale={() => void refetch()} />
					) : data.revoke.command === '' ? null : (
						<div className="mt-2 flex items-center gap-2 text-12">
							<span className="text-text-2">To revoke it:</span>
							<code className="min-w-0 flex-1 overflow-x-auto rounded-control bg-raised px-2 py-1 font-mono whitespace-nowrap">
								{data.revoke.command}
							</code>
							<CopyButton text={data.revoke.command} label="Copy the command" />
						</div>
					)}
				</>
			)}
		</PanelFrame>
	);
}
