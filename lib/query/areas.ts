import { AUDIT_TYPES, AUTHORITY_TYPES, CONSOLE_TYPES, type KnownType } from '../events/vocabulary';

/** The parts of the system an event type belongs to, in the order lists show them. `other`: types this version does not know. */
export const AREAS = [
	'credentials',
	'gateway',
	'approvals',
	'sessions',
	'delegations',
	'policy',
	'control',
	'anomalies',
	'console',
	'other',
] as const;
export type Area = (typeof AREAS)[number];

const AREA_OF: Readonly<Record<KnownType, Area>> = {
	token_exchange: 'credentials',
	run_launch: 'credentials',
	credential_revealed: 'credentials',
	gateway_resource_request: 'gateway',
	step_up_issued: 'approvals',
	step_up_decided: 'approvals',
	step_up_consumed: 'approvals',
	session_spawn: 'sessions',
	session_suspend: 'sessions',
	session_resume: 'sessions',
	session_terminate: 'sessions',
	session_revoke: 'sessions',
	delegation_edge_create: 'delegations',
	delegation_edge_revoke: 'delegations',
	delegation_edge_expire: 'delegations',
	policy_activate: 'policy',
	'control.invoke': 'control',
	jti_collision: 'anomalies',
	replay_detected: 'anomalies',
	'console.sign_in': 'console',
	'console.sign_in_failed': 'console',
	'console.sign_out': 'console',
	'console.session_revoked': 'console',
	'console.search': 'console',
	'console.event_opened': 'console',
	'console.request_opened': 'console',
	'console.export': 'console',
	'console.lookup': 'console',
	'console.authority_opened': 'console',
	'console.authority_revoked': 'console',
	'console.token_created': 'console',
	'console.token_revoked': 'console',
	'console.user_created': 'console',
	'console.user_changed': 'console',
	'console.role_changed': 'console',
	'console.dead_letter_replayed': 'console',
	'console.verification_started': 'console',
	'console.verification_cancelled': 'console',
	'console.finding_resolved': 'console',
};

const ALL_TYPES: readonly KnownType[] = [...AUDIT_TYPES, ...AUTHORITY_TYPES, ...CONSOLE_TYPES];

/** The area of an event type. Total. */
export function areaOf(type: string): Area {
	return Object.hasOwn(AREA_OF, type) ? AREA_OF[type as KnownType] : 'other';
}

/** Event types as a set or, `isExcept`, as everything but a set: types are open, so `other` can only be told by what it is not. */
export interface TypeSet {
	readonly isExcept: boolean;
	readonly types: readonly string[];
}

/** The types of the areas for which `holds`. */
export function typesOfAreas(holds: (area: Area) => boolean): TypeSet {
	const isExcept = holds('other');
	return { isExcept, types: ALL_TYPES.filter((type) => holds(AREA_OF[type]) !== isExcept) };
}
