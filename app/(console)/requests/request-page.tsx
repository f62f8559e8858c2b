import { Problem } from '@/components/events/problem';
import { EvidenceChip, EvidenceNotices } from '@/components/shell/evidence-state';
import { PageKeys } from '@/components/shell/page-keys';
import { TopBar } from '@/components/shell/top-bar';
import { ElsewhereView } from '@/components/trace/find/elsewhere-view';
import { FIND_KEYS, REQUEST_KEYS } from '@/components/trace/request-key-help';
import { RequestTop } from '@/components/trace/request-top';
import { RequestView } from '@/components/trace/request-view';
import { highestRole } from '@/lib/access/roles';
import { firstLimits, screenOf } from '@/lib/request/screen';
import { pageContext } from '@/lib/server/auth/page';
import { webEnv } from '@/lib/server/env';
import { attempt } from '@/lib/server/http/attempt';
import { readStatus } from '@/lib/server/status';
import { openRequest } from '@/lib/server/trace/open';
import { parseRequest } from '@/lib/url/request';

/** The page of one request. */
export async function RequestPage({ requestId, pairs }: { requestId: string; pairs: readonly (readonly [string, string])[] }) {
	const authorized = await pageContext('evidence.read');
	const { state } = parseRequest(pairs.filter(([key]) => key !== 'id'));
	const [opened, status] = await Promise.all([
		attempt(authorized, async (ctx) =>
			screenOf(await openRequest({ ctx, input: { zone: state.zone, requestId }, limits: firstLimits(state.of) }), state.of),
		),
		attempt(authorized, (ctx) => readStatus({ ctx })),
	]);
	const first = status.ok ? status.data : null;
	const isThere = opened.ok && opened.data.request !== null;
	return (
		<>
			<TopBar
				user={{ name: authorized.actor.name, role: highestRole(authorized.actor.memberships) ?? 'no role' }}
				state={<EvidenceChip first={first} />}
			>
				<RequestTop requestId={requestId} />
			</TopBar>
			<EvidenceNotices first={first} />
			<PageKeys keys={isThere ? REQUEST_KEYS : FIND_KEYS} />
			{isThere ? (
				<RequestView requestId={requestId} first={opened.data} traceTemplate={webEnv().TRACE_URL_TEMPLATE ?? null} />
			) : (
				<main className="min-h-0 flex-1 overflow-auto bg-surface">
					{opened.ok ? (
						<ElsewhereView asked={requestId} zone={state.zone} answer={opened.data.answer} />
					) : (
						<>
							<h1 className="sr-only">Request</h1>
							<Problem error={opened.error} />
						</>
					)}
				</main>
			)}
		</>
	);
}
