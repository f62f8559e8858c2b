import { safeReturnPath } from '@/lib/url/callback';

export type Query = Readonly<Record<string, string | string[] | undefined>>;

export function firstOf(value: string | string[] | undefined): string | undefined {
	return Array.isArray(value) ? value[0] : value;
}

/** Where to go after this page. next-auth hands a path on as a whole address of this host; of any other it is not followed. */
export function returnPathOf(query: Query, host: string | null): string {
	const given = firstOf(query.callbackUrl);
	if (given === undefined || !URL.canParse(given)) return safeReturnPath(given);
	const url = new URL(given);
	return safeReturnPath(url.host === host ? `${url.pathname}${url.search}${url.hash}` : null);
}
