import { openApiText } from '@/lib/server/openapi';

/** The description of the interface, for everyone: it says nothing of what is in the ledger. */
export function GET(): Response {
	return new Response(openApiText(), { headers: { 'content-type': 'application/json', 'cache-control': 'public, max-age=60' } });
}
