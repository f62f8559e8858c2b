'use client';

import { useMutation } from '@tanstack/react-query';
import { Monitor } from 'lucide-react';
import { signOut } from '@/components/auth/session';
import { failureOf } from '@/components/events/api';
import { Problem } from '@/components/events/problem';
import { Button } from '@/components/ui/button';
import type { Session } from '@/lib/api/access';
import type { ErrorBody } from '@/lib/api/events';
import { sendJson } from './api';
import { ListEnd, Refusal, SettingsSkeleton } from './list-parts';
import { Moment } from './moment';
import { useList } from './use-list';
import { browserWords } from './user-agent';

interface Props {
	/** Number of the account; without it the reader's own. */
	readonly userId?: number;
	readonly first?: { readonly sessions: readonly Session[]; readonly next: string | null } | null;
	readonly firstError?: ErrorBody | null;
}

/** The open sessions of an account; each can be revoked, and counts no more from that moment. */
export function Sessions({ userId, first = null, firstError = null }: Props) {
	const path = userId === undefined ? '/v1/sessions' : `/v1/sessions?user=${userId}`;
	const { query, items, edit } = useList<Session>(
		path,
		'sessions',
		first === null ? undefined : { items: first.sessions, next: first.next },
	);
	const revoke = useMutation({
		mutationFn: (session: Session) => (session.current ? signOut() : sendJson<void>('DELETE', `/v1/sessions/${session.id}`)),
		onSuccess: (_, session) => edit((sessions) => sessions.filter((each) => each.id !== session.id)),
	});
	const failure = items.length > 0 ? null : query.error !== null ? failureOf(query.error) : query.data === undefined ? firstError : null;

	if (failure !== null) return <Problem error={failure} onRetry={() => void query.refetch()} />;
	if (query.isPending) return <SettingsSkeleton rows={3} />;
	if (items.length === 0) return <p className="text-text-2">No open session.</p>;
	return (
		<>
			<Refusal error={revoke.error === null ? null : failureOf(revoke.error)} />
			<ul aria-label="Sessions">
				{items.map((session) => (
					<li key={session.id} className="flex items-center gap-3 border-b border-line py-2">
						<Monitor size={16} aria-hidden className="shrink-0 text-text-3" />
						<span className="min-w-0 flex-1">
							<span className="block truncate" title={session.user_agent}>
								{browserWords(session.user_agent)}
								{session.current ? <span className="ml-2 text-12 text-accent">this one</span> : null}
							</span>
							<span className="flex flex-wrap gap-x-3 text-12 text-text-3">
								<span>
									signed in <Moment at={session.created_at} />
								</span>
								<span>
									seen <Moment at={session.seen_at} />
								</span>
								<span>
									ends <Moment at={session.expires_at} /> at the latest
								</span>
							</span>
						</span>
						<Button
							disabled={revoke.isPending}
							aria-label={session.current ? 'Sign out here' : `Revoke the session of ${browserWords(session.user_agent)}`}
							onClick={() => revoke.mutate(session)}
						>
							{session.current ? 'Sign out' : 'Revoke'}
						</Button>
					</li>
				))}
			</ul>
			{query.hasNextPage ? (
				<ListEnd
					shown={items.length}
					more
					reading={query.isFetchingNextPage}
					failed={query.isFetchNextPageError}
					onMore={() => void query.fetchNextPage()}
				/>
			) : null}
		</>
	);
}
