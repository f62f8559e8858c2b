/**
 * The content security policy of a page: nothing from outside, scripts only with the nonce, no framing. Styles may stand
 * inline because React writes style attributes, which take no nonce.
 * @param development allows eval and web sockets, which the development server's reloading needs
 */
export function contentSecurityPolicy(nonce: string, development: boolean): string {
	return [
		"default-src 'self'",
		`script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ''}`,
		"style-src 'self' 'unsafe-inline'",
		"img-src 'self' data:",
		"font-src 'self'",
		`connect-src 'self'${development ? ' ws:' : ''}`,
		"worker-src 'self'",
		"object-src 'none'",
		"base-uri 'none'",
		"form-action 'self'",
		"frame-ancestors 'none'",
	].join('; ');
}

/** The policy of what is no page: nothing of it may run or be framed. */
export const ANSWER_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox";

/** Headers of every response, whatever it is. */
export const SECURITY_HEADERS: readonly { readonly key: string; readonly value: string }[] = [
	// browsers heed it behind TLS alone
	{ key: 'strict-transport-security', value: 'max-age=31536000' },
	{ key: 'x-content-type-options', value: 'nosniff' },
	{ key: 'x-frame-options', value: 'DENY' },
	{ key: 'referrer-policy', value: 'same-origin' },
	{ key: 'cross-origin-opener-policy', value: 'same-origin' },
	{ key: 'cross-origin-resource-policy', value: 'same-origin' },
	{ key: 'permissions-policy', value: 'camera=(), microphone=(), geolocation=(), payment=(), usb=()' },
];
