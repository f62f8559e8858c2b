import { setTimeout as sleep } from 'node:timers/promises';
import { Suspense } from 'react';
import { Problem } from '@/components/events/problem';
import { PageKeys } from '@/components/shell/page-keys';
import { ElsewhereView } from '@/components/trace/find/elsewhere-view';
import { FIND_KEYS, REQUEST_KEYS } from '@/components/trace/request-key-help';
import { RequestSkeleton } from '@/components/trace/request-skeleton';
import { RequestTop } from '@/components/trace/request-top';
import { RequestView } from '@/components/trace/request-view';
import { firstLimits, screenOf } from '@/lib/request/screen';
import { pageContext } from '@/lib/server/auth/page';
import { webEnv } from '@/lib/server/env';
import { attempt } from '@/lib/server/http/attempt';
import { openRequest } from '@/lib/server/trace/open';
import { parseRequest, type RequestState } from '@/lib/url/request';
import { firstStatus, PageFrame } from '../page-frame';

/** How long the page before stays on screen while this one is read. */
const LATE_MS = 150;

interface Props {
	readonly requestId: string;
	readonly pairs: readonly (readonly [string, string])[];
}

type Opened = Awaited<ReturnType<typeof open>>;

function open(authorized: Awaited<ReturnType<typeof pageContext>>, requestId: string, { zone, of }: RequestState) {
	return attempt(authorized, async (ctx) => screenOf(await openRequest({ ctx, input: { zone, requestId }, limits: firstLimits(of) }), of));
}

function Body({ requestId, zone, opened }: { requestId: string; zone: string | null; opened: Opened }) {
	const isThere = opened.ok && opened.data.request !== null;
	return (
		<>
			<PageKeys keys={isThere ? REQUEST_KEYS : FIND_KEYS} />
			{isThere ? (
				<RequestView requestId={requestId} first={opened.data} traceTemplate={webEnv().TRACE_URL_TEMPLATE ?? null} />
			) : (
				<main className="min-h-0 flex-1 overflow-auto bg-surface">
					{opened.ok ? (
						<ElsewhereView asked={requestId} zone={zone} answer={opened.data.answer} />
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

async function Late({ opening, ...props }: { requestId: string; zone: string | null; opening: Promise<Opened> }) {
	return <Body {...props} opened={await opening} />;
}

/** The page of one request. One that takes long to read is announced by its shape. */
export async function RequestPage({ requestId, pairs }: Props) {
	const authorized = await pageContext('evidence.read');
	const { state } = parseRequest(pairs.filter(([key]) => key !== 'id'));
	const opening = open(authorized, requestId, state);
	const [first, opened] = await Promise.all([firstStatus(authorized), Promise.race([opening, sleep(LATE_MS, null)])]);
	const common = { requestId, zone: state.zone };
	return (
		<PageFrame
			authorized={authorized}
			first={first}
			top={<RequestTop requestId={requestId} />}
			window={opened?.ok ? (opened.data.request ?? undefined) : undefined}
		>
			{opened === null ? (
				<Suspense fallback={<RequestSkeleton />}>
					<Late {...common} opening={opening} />
				</Suspense>
			) : (
				<Body {...common} opened={opened} />
			)}
		</PageFrame>
	);
}
