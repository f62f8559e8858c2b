import { useNow } from '@/components/events/clock';
import { Button } from '@/components/ui/button';
import type { Token } from '@/lib/api/access';
import { Moment } from '../moment';
import { zonesWords } from '../role-words';
import { type AccessState, StateMark } from '../state-mark';
import { Cell, Row, Table } from '../table';

const GRID = 'lg:grid-cols-[minmax(120px,1.2fr)_132px_96px_minmax(100px,1fr)_minmax(120px,0.8fr)_92px_92px_112px_72px]';
const COLUMNS = ['Name', 'Token', 'Role', 'Zones', 'Created', 'Ends', 'Last used', 'State', { spoken: 'Revoke' }] as const;
/** Tokens that end sooner are marked, in milliseconds. */
const ENDING_MS = 7 * 86_400_000;

/** Whether a token counts. On the server, where there is no clock, one that is not revoked is drawn as active. */
export function tokenState(token: Token, nowMs: number): AccessState {
	if (token.revoked_at !== null) return 'revoked';
	const leftMs = Date.parse(token.expires_at) - nowMs;
	if (nowMs === 0 || leftMs > ENDING_MS) return 'active';
	return leftMs > 0 ? 'ending' : 'expired';
}

/** The API tokens, newest first; what ended stays, dimmed. */
export function TokenRows({ tokens, onRevoke }: { tokens: readonly Token[]; onRevoke: (token: Token) => void }) {
	const nowMs = useNow();
	return (
		<Table label="API tokens" columns={COLUMNS} grid={GRID}>
			{tokens.map((token) => {
				const state = tokenState(token, nowMs);
				const over = state === 'revoked' || state === 'expired';
				return (
					<Row key={token.id} grid={GRID} dimmed={over}>
						<Cell className="font-medium max-lg:flex-1 max-lg:basis-[calc(100%-9rem)] max-lg:text-13" title={token.name}>
							{token.name}
						</Cell>
						<Cell className="max-lg:order-2">
							<code className="font-mono text-12 text-text-2">{token.prefix}…</code>
						</Cell>
						<Cell className="max-lg:order-2">{token.role}</Cell>
						<Cell before="in" className="max-lg:order-2" title={token.zone_ids?.join('\n') ?? 'every zone'}>
							{zonesWords(token.zone_ids)}
						</Cell>
						<Cell before="made" className="text-text-2 max-lg:order-2">
							by {token.created_by}, <Moment at={token.created_at} />
						</Cell>
						<Cell before={over ? 'ended' : 'ends'} className="text-text-2 max-lg:order-2">
							<Moment at={token.revoked_at ?? token.expires_at} />
						</Cell>
						<Cell before="used" className="text-text-2 max-lg:order-2">
							{token.last_used_at === null ? 'never' : <Moment at={token.last_used_at} />}
						</Cell>
						<Cell>
							<StateMark state={state} />
						</Cell>
						<Cell className="max-lg:order-3 max-lg:ml-auto">
							{over ? null : (
								<Button aria-label={`Revoke ${token.name}`} className="h-6 px-2" onClick={() => onRevoke(token)}>
									Revoke
								</Button>
							)}
						</Cell>
					</Row>
				);
			})}
		</Table>
	);
}
