import type { FieldName } from '@/lib/query/field-names';

/** A query that may find what the token did. */
export interface TokenLead {
	readonly field: FieldName;
	readonly value: string;
	/** What the value is of the token. */
	readonly words: string;
}

/** What can be told of a pasted text without sending it anywhere. */
export interface ReadToken {
	readonly kind: 'jwt' | 'secret';
	/** Claims that may be shown, as text. None is a secret: the signature is, and is not among them. */
	readonly claims: readonly (readonly [name: string, text: string])[];
	readonly leads: readonly TokenLead[];
	/** When a JWT ended or will end, in milliseconds since 1970; null when it does not say. */
	readonly expiresAtMs: number | null;
	readonly problem: string | null;
}

/** Longest text that is looked at, in characters: a JWT of a deep delegation chain has a few thousand. */
export const TOKEN_LENGTH_MAX = 20_000;
const CLAIM_LENGTH_MAX = 200;

/** Claims in the order they are shown; others of the token are left out. */
const SHOWN = ['iss', 'sub', 'sub_type', 'client_id', 'zone_id', 'use', 'aud', 'target', 'scope', 'iat', 'exp'] as const;

/** Claims that lead to events. Names as Caracal's tokens have them (wire reference, section 0). */
const LEADS: readonly (readonly [claim: string, field: FieldName, words: string])[] = [
	['jti', 'jti', 'Token ID'],
	['agent_session_id', 'session', 'Session'],
	['source_session_id', 'session', 'Session it was delegated by'],
	['target_session_id', 'session', 'Session it was delegated to'],
	['sid', 'authority', 'Authority record'],
	['root_sid', 'authority', 'First authority record'],
	['delegation_edge_id', 'edge', 'Delegation'],
	['sub', 'subject', 'Subject'],
];

/** What people paste around a token. */
function bare(text: string): string {
	return text
		.trim()
		.replace(/^authorization\s*:\s*/i, '')
		.replace(/^(?:bearer|dpop|token)\s+/i, '')
		.replace(/^(["'`])(.*)\1$/s, '$2')
		.trim();
}

function decodedPart(part: string): Readonly<Record<string, unknown>> | null {
	if (!/^[\w-]+={0,2}$/.test(part)) return null;
	try {
		const binary = atob(part.replace(/=+$/, '').replaceAll('-', '+').replaceAll('_', '/'));
		const json: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(binary, (c) => c.charCodeAt(0))));
		return typeof json === 'object' && json !== null && !Array.isArray(json) ? { ...json } : null;
	} catch (error) {
		// no base64, no UTF-8 or no JSON: then it is no JWT, which is said
		if (error instanceof Error || error instanceof DOMException) return null;
		throw error;
	}
}

function textOf(name: string, claim: unknown): string | null {
	if ((name === 'iat' || name === 'exp') && typeof claim === 'number' && Math.abs(claim) < 8e12)
		return new Date(claim * 1000).toISOString().replace('.000Z', 'Z');
	const text = typeof claim === 'string' ? claim : Array.isArray(claim) ? claim.filter((each) => typeof each === 'string').join(', ') : '';
	return text === '' ? null : text.slice(0, CLAIM_LENGTH_MAX);
}

/** The first 8 bytes of the SHA-256 of the bearer in hex: how the Gateway names a token (wire reference 2.6). */
async function fingerprintOf(token: string): Promise<string | null> {
	// browsers hash only on https and on the machine itself
	if (globalThis.crypto?.subtle === undefined) return null;
	const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(token));
	return Array.from(new Uint8Array(digest, 0, 8), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function claimsLeads(claims: Readonly<Record<string, unknown>>): TokenLead[] {
	const leads = LEADS.flatMap(([claim, field, words]): TokenLead[] => {
		const value = claims[claim];
		return typeof value === 'string' && value !== '' && value.length <= 256 ? [{ field, value, words }] : [];
	});
	return leads.filter((lead, i) => leads.findIndex((other) => other.field === lead.field && other.value === lead.value) === i);
}

/**
 * Decodes and hashes a pasted JWT or secret. Nothing leaves this function but what is returned, and the text itself is not in it.
 * @returns null for nothing, or for what is too long
 */
export async function readToken(pasted: string): Promise<ReadToken | null> {
	const token = bare(pasted);
	if (token === '' || token.length > TOKEN_LENGTH_MAX) return null;
	const hash = await fingerprintOf(token);
	const fingerprint: TokenLead[] = hash === null ? [] : [{ field: 'subject', value: hash, words: 'Fingerprint' }];
	const unhashed = hash === null ? 'This page is not on https, so the browser does not hash: there is no fingerprint to look for.' : null;
	const parts = token.split('.');
	const claims = parts.length === 3 && decodedPart(parts[0] ?? '') !== null ? decodedPart(parts[1] ?? '') : null;
	if (claims === null) {
		const looksLikeJwt = token.startsWith('eyJ');
		return {
			kind: 'secret',
			claims: [],
			leads: fingerprint,
			expiresAtMs: null,
			problem: looksLikeJwt
				? 'It begins like a JWT but cannot be decoded: it may be cut, and then its fingerprint is of no use.'
				: unhashed,
		};
	}
	const shown = SHOWN.flatMap((name): [string, string][] => {
		const text = textOf(name, claims[name]);
		return text === null ? [] : [[name, text]];
	});
	const [byId, ...others] = claimsLeads(claims);
	return {
		kind: 'jwt',
		claims: shown,
		// the token itself before what it stands for
		leads: byId?.field === 'jti' ? [byId, ...fingerprint, ...others] : [...fingerprint, ...(byId === undefined ? [] : [byId]), ...others],
		expiresAtMs: typeof claims.exp === 'number' && Number.isFinite(claims.exp) ? claims.exp * 1000 : null,
		problem: unhashed,
	};
}
