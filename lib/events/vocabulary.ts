/**
 * The words of the domain: event types, decisions and what they mean to a reader.
 * Types and decisions are open sets: what is not listed here is shown as what it is.
 */

/** The ten types on `caracal.audit.events` (wire reference, section 2). */
export const AUDIT_TYPES = [
	'token_exchange',
	'gateway_resource_request',
	'run_launch',
	'step_up_issued',
	'step_up_decided',
	'step_up_consumed',
	'jti_collision',
	'replay_detected',
	'control.invoke',
	'credential_revealed',
] as const;

/** The nine types the worker makes of authority-stream entries. */
export const AUTHORITY_TYPES = [
	'delegation_edge_create',
	'delegation_edge_revoke',
	'delegation_edge_expire',
	'session_spawn',
	'session_suspend',
	'session_resume',
	'session_terminate',
	'session_revoke',
	'policy_activate',
] as const;

/** The types of the console's own events: who looked, and who changed what. */
export const CONSOLE_TYPES = [
	'console.sign_in',
	'console.sign_in_failed',
	'console.sign_out',
	'console.session_revoked',
	'console.search',
	'console.event_opened',
	'console.request_opened',
	'console.export',
	'console.lookup',
	'console.authority_opened',
	'console.authority_revoked',
	'console.token_created',
	'console.token_revoked',
	'console.user_created',
	'console.user_changed',
	'console.role_changed',
	'console.dead_letter_replayed',
	'console.verification_started',
	'console.verification_cancelled',
	'console.finding_resolved',
] as const;
export type ConsoleType = (typeof CONSOLE_TYPES)[number];

export type KnownType = (typeof AUDIT_TYPES)[number] | (typeof AUTHORITY_TYPES)[number] | ConsoleType;

/** Every type this version has words for. */
export const KNOWN_TYPES: readonly KnownType[] = [...AUDIT_TYPES, ...AUTHORITY_TYPES, ...CONSOLE_TYPES];

const TYPE_LABELS: Readonly<Record<KnownType, string>> = {
	token_exchange: 'Token exchange',
	gateway_resource_request: 'Gateway request',
	run_launch: 'Workload launch',
	step_up_issued: 'Approval asked',
	step_up_decided: 'Approval decided',
	step_up_consumed: 'Approval used',
	jti_collision: 'Token ID collision',
	replay_detected: 'Token replay',
	'control.invoke': 'Control command',
	credential_revealed: 'Credential revealed',
	delegation_edge_create: 'Delegation created',
	delegation_edge_revoke: 'Delegation revoked',
	delegation_edge_expire: 'Delegation expired',
	session_spawn: 'Session started',
	session_suspend: 'Session suspended',
	session_resume: 'Session resumed',
	session_terminate: 'Session ended',
	session_revoke: 'Authority revoked',
	policy_activate: 'Policy activated',
	'console.sign_in': 'Sign-in',
	'console.sign_in_failed': 'Sign-in refused',
	'console.sign_out': 'Sign-out',
	'console.session_revoked': 'Sign-in ended by force',
	'console.search': 'Search',
	'console.event_opened': 'Event opened',
	'console.request_opened': 'Request opened',
	'console.export': 'Export',
	'console.lookup': 'ID looked up',
	'console.authority_opened': 'Authority opened',
	'console.authority_revoked': 'Revoked from the console',
	'console.token_created': 'API token created',
	'console.token_revoked': 'API token revoked',
	'console.user_created': 'Account created',
	'console.user_changed': 'Account changed',
	'console.role_changed': 'Role changed',
	'console.dead_letter_replayed': 'Dead letter replayed',
	'console.verification_started': 'Verification started',
	'console.verification_cancelled': 'Verification cancelled',
	'console.finding_resolved': 'Finding resolved',
};

/** Whether this version has words for the type. */
export function isKnownType(type: string): type is KnownType {
	return Object.hasOwn(TYPE_LABELS, type);
}

/** A type in words, or undefined for one this version does not know. */
export function typeLabel(type: string): string | undefined {
	return isKnownType(type) ? TYPE_LABELS[type] : undefined;
}

/** Decisions any producer emits, in the order lists show them. */
export const DECISIONS = ['allow', 'deny', 'pending', 'approved', 'rejected', 'consumed'] as const;
/** How an event without a decision is named in filters and rows. */
export const NO_DECISION = 'none';

/** What a decision means for the reader; each is drawn with its own icon, colour and word. */
export type Meaning = 'allow' | 'deny' | 'held' | 'none' | 'unknown';

const MEANINGS: Readonly<Record<string, Meaning>> = {
	allow: 'allow',
	approved: 'allow',
	deny: 'deny',
	rejected: 'deny',
	pending: 'held',
	consumed: 'none',
	'': 'none',
	[NO_DECISION]: 'none',
};

/** The meaning of a decision; `unknown` for a word no producer is known to write. */
export function meaningOf(decision: string): Meaning {
	return Object.hasOwn(MEANINGS, decision) ? (MEANINGS[decision] ?? 'unknown') : 'unknown';
}

/** A decision as filters name it: `none` for an event without one. */
export function decisionWord(decision: string): string {
	return decision === '' ? NO_DECISION : decision;
}
