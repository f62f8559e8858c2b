import type { Role } from '../access/roles';

/** How somebody proves who they are. */
export type SignInMethod = 'password' | 'oidc';

/** Why a sign-in was refused, in a code. `wrong_credentials` stands for a wrong name and a wrong password alike. */
export type SignInRefusal = 'wrong_credentials' | 'account_disabled' | 'rate_limited' | 'no_membership' | 'provider_refused';

/** A search as its address shows it. */
interface SearchDetails {
	/** Parameters and values as in the address, without those that only say how it is drawn. */
	readonly filters: Readonly<Record<string, string>>;
	/** The zones it asked for; empty for every zone the actor may see. */
	readonly zones: readonly string[];
}

interface AccountDetails {
	readonly account_id: number | string;
	readonly account_name: string;
}

interface SweepDetails {
	/** Its number. */
	readonly sweep_no: string;
}

interface TokenDetails {
	readonly token_id: number | string;
	readonly token_name: string;
	/** The part of the token that may be shown. */
	readonly token_prefix: string;
}

/**
 * What each console event says besides who did it; the members become members of its metadata. None of them ever holds a token,
 * a password, or what was typed into a box for one. Names that Caracal's own metadata uses are avoided: they would be projected.
 */
export interface ConsoleDetails {
	readonly 'console.sign_in': { readonly method: SignInMethod; readonly issuer?: string; readonly console_session_id?: string };
	/** The actor's name is the name given; its id `''` when there is no such account. */
	readonly 'console.sign_in_failed': { readonly method: SignInMethod; readonly reason: SignInRefusal; readonly issuer?: string };
	readonly 'console.sign_out': { readonly console_session_id?: string };
	/** Of which account, and how many of its sessions. */
	readonly 'console.session_revoked': AccountDetails & { readonly sessions: number; readonly console_session_id?: string };
	readonly 'console.search': SearchDetails & { readonly events_shown?: number };
	readonly 'console.event_opened': {
		/** Place in the chain of the event's zone. */
		readonly seq: number;
		readonly event_id: string;
		readonly part: 'event' | 'signed_bytes' | 'signature';
	};
	readonly 'console.request_opened': { readonly opened_request_id: string; readonly events_shown?: number };
	readonly 'console.export': SearchDetails & { readonly format: string; readonly events_exported?: number };
	/** The authority graph was looked at: which part of it, and what it was asked about. */
	readonly 'console.authority_opened': {
		readonly view: 'graph' | 'session' | 'delegation' | 'paths' | 'impact' | 'revocations' | 'revocation' | 'search';
		readonly looked_at: string;
		/** What was asked: the moment, what was struck out, how far; by the names of the API's parameters. */
		readonly asked?: Readonly<Record<string, string>>;
	};
	/** Somebody revoked, or took the command for it, after a preview of what would fall. */
	readonly 'console.authority_revoked': {
		readonly target_kind: 'edge' | 'session';
		readonly target_id: string;
		readonly fingerprint: string;
		readonly outcome: 'revoked' | 'command' | 'failed';
		readonly delegations_falling: number;
		readonly sessions_falling: number;
		readonly stated_reason: string;
	};
	/** A pasted text was looked up. Only what was found is told, never the text. */
	readonly 'console.lookup': { readonly matches: number };
	readonly 'console.token_created': TokenDetails & {
		readonly role: Role;
		/** Null for every zone. */
		readonly zones: readonly string[] | null;
		/** RFC 3339. */
		readonly expires_at: string;
	};
	readonly 'console.token_revoked': TokenDetails;
	readonly 'console.user_created': AccountDetails & { readonly method: SignInMethod; readonly issuer?: string };
	readonly 'console.user_changed': AccountDetails & { readonly change: 'password' | 'name' | 'disabled' | 'enabled' | 'deleted' };
	/** One event per zone whose role changed; `role_zone` null for the role in every zone. Null roles: none before, none after. */
	readonly 'console.role_changed': AccountDetails & {
		readonly role_zone: string | null;
		readonly role_before: Role | null;
		readonly role_after: Role | null;
	};
	readonly 'console.dead_letter_replayed': {
		/** Entry id of the letter in the dead-letter stream. */
		readonly letter_id: string;
		readonly letter_reason: string;
		readonly source_stream: string;
	};
	/** A sweep was asked for; a null end of its range is that of the zone. */
	readonly 'console.verification_started': SweepDetails & {
		readonly from_seq: number | null;
		readonly to_seq: number | null;
		readonly deep: boolean;
	};
	readonly 'console.verification_cancelled': SweepDetails & { readonly asked_by: string };
	readonly 'console.finding_resolved': {
		readonly finding_no: string;
		readonly finding_kind: string;
		readonly finding_seq: number | null;
		readonly note: string;
	};
}
