import { health } from '@/lib/server/health';

/** Whether this process answers and reaches its database; needs no session and says nothing more. */
export async function GET(): Promise<Response> {
	const reachable = await health();
	return Response.json(
		{ status: reachable ? 'ok' : 'database_unreachable' },
		{ status: reachable ? 200 : 503, headers: { 'cache-control': 'no-store' } },
	);
}
