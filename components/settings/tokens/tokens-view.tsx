'use client';

import { useMutation } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useRef, useState } from 'react';
import { failureOf } from '@/components/events/api';
import { useNow } from '@/components/events/clock';
import { Nothing, Problem } from '@/components/events/problem';
import { usePageKeys } from '@/components/shell/shell';
import { Button } from '@/components/ui/button';
import { Confirm } from '@/components/ui/confirm';
import { Dialog } from '@/components/ui/dialog';
import type { CreatedToken, Token } from '@/lib/api/access';
import type { ErrorBody } from '@/lib/api/events';
import { sendJson } from '../api';
import { ListEnd, ListTop, Refusal, SettingsSkeleton } from '../list-parts';
import { zonesWords } from '../role-words';
import { useAddress } from '../use-address';
import { useList } from '../use-list';
import { useRowKeys } from '../use-row-keys';
import { CreatedTokenView } from './created-token';
import { NewTokenForm } from './new-token-form';
import { TokenRows, tokenState } from './token-rows';

const KEYS = [{ keys: ['n'], does: 'a new token' }] as const;

interface Props {
	readonly first: { readonly tokens: readonly Token[]; readonly next: string | null } | null;
	readonly firstError: ErrorBody | null;
}

/** Every API token there is or was; make one, revoke one. */
export function TokensView({ first, firstError }: Props) {
	const { params, go } = useAddress();
	const { query, items, edit } = useList<Token>(
		'/v1/tokens',
		'tokens',
		first === null ? undefined : { items: first.tokens, next: first.next },
	);
	const [created, setCreated] = useState<CreatedToken | null>(null);
	const [leaving, setLeaving] = useState<Token | null>(null);
	const rows = useRef<HTMLElement>(null);
	const nowMs = useNow();
	const revoke = useMutation({
		mutationFn: (token: Token) => sendJson<void>('DELETE', `/v1/tokens/${token.id}`),
		onSuccess: (_, token) => {
			const revokedAt = new Date().toISOString();
			edit((tokens) => tokens.map((each) => (each.id === token.id ? { ...each, revoked_at: each.revoked_at ?? revokedAt } : each)));
			setLeaving(null);
		},
	});
	usePageKeys(KEYS);
	useRowKeys({ rows, onClose: () => undefined, onNew: () => go({ new: '1' }) });

	function closeForm() {
		setCreated(null);
		go({ new: null }, 'replace');
	}

	function onCreated(token: CreatedToken) {
		setCreated(token);
		const { secret: _, ...shown } = token;
		edit((tokens, page) => (page === 0 ? [shown, ...tokens] : tokens));
	}

	const active = items.filter((token) => ['active', 'ending'].includes(tokenState(token, nowMs))).length;
	const failure = items.length > 0 ? null : query.error !== null ? failureOf(query.error) : query.data === undefined ? firstError : null;

	return (
		<main ref={rows} className="flex min-h-0 flex-1 flex-col overflow-auto">
			<h1 className="sr-only">API tokens</h1>
			<ListTop
				count={
					query.data === undefined
						? failure === null
							? 'Reading…'
							: 'Not read'
						: `${active.toLocaleString('en')} in use${query.hasNextPage ? ' among those read' : ''}, ${(items.length - active).toLocaleString('en')} ended`
				}
			>
				<Button size="bar" kind="primary" onClick={() => go({ new: '1' })}>
					<Plus size={14} aria-hidden /> New token
				</Button>
			</ListTop>
			{failure !== null ? (
				<Problem error={failure} onRetry={() => void query.refetch()} />
			) : query.isPending ? (
				<SettingsSkeleton />
			) : items.length === 0 ? (
				<Nothing title="No API token yet.">
					<p>A token lets a program read what its role and zones permit: the caracal command, a SIEM, a script.</p>
				</Nothing>
			) : (
				<>
					<TokenRows tokens={items} onRevoke={setLeaving} />
					<ListEnd
						shown={items.length}
						more={query.hasNextPage}
						reading={query.isFetchingNextPage}
						failed={query.isFetchNextPageError}
						onMore={() => void query.fetchNextPage()}
					/>
				</>
			)}
			<Dialog
				open={created !== null || params.has('new')}
				onOpenChange={(open) => (open ? undefined : closeForm())}
				title={created === null ? 'New API token' : `Token ${created.name}`}
			>
				{created === null ? (
					<NewTokenForm onCreated={onCreated} onCancel={closeForm} />
				) : (
					<CreatedTokenView token={created} onClose={closeForm} />
				)}
			</Dialog>
			<Confirm
				open={leaving !== null}
				onClose={() => {
					revoke.reset();
					setLeaving(null);
				}}
				title={`Revoke ${leaving?.name ?? ''}?`}
				action="Revoke"
				busy={revoke.isPending}
				onConfirm={() => (leaving === null ? undefined : revoke.mutate(leaving))}
			>
				<p>
					Whatever uses <code className="font-mono text-12">{leaving?.prefix}…</code> ({leaving?.role} in{' '}
					{zonesWords(leaving?.zone_ids ?? null)}) is refused from this moment. This cannot be taken back.
				</p>
				<Refusal error={revoke.error === null ? null : failureOf(revoke.error)} />
			</Confirm>
		</main>
	);
}
