import { describeConsumed, describeDecided, describeIssued } from './describe-approval';
import {
	describeEdgeCreate,
	describeEdgeExpire,
	describeEdgeRevoke,
	describeLifecycle,
	describePolicy,
	describeRevoke,
	describeSpawn,
} from './describe-authority';
import {
	describeAuthorityOpened,
	describeAuthorityRevoked,
	describeEventOpened,
	describeExport,
	describeLookup,
	describeReplayed,
	describeRequestOpened,
	describeRoleChanged,
	describeSearch,
	describeSessionRevoked,
	describeSignIn,
	describeSignInFailed,
	describeSignOut,
	describeTokenCreated,
	describeTokenRevoked,
	describeUserChanged,
	describeUserCreated,
} from './describe-console';
import { describeFindingResolved, describeVerificationCancelled, describeVerificationStarted } from './describe-console-integrity';
import { describeExchange, describeLaunch } from './describe-exchange';
import { describeCollision, describeControl, describeGateway, describeReplay, describeRevealed } from './describe-gateway';
import type { DescribedEvent, Story } from './described';
import { objectOf, textAt } from './read-json';
import { isKnownType, type KnownType } from './vocabulary';
import { code, type Segment, say, strong } from './words';

export type { DescribedEvent } from './described';
export type { Segment } from './words';

const DESCRIBERS: Readonly<Record<KnownType, (story: Story) => Segment[]>> = {
	token_exchange: describeExchange,
	run_launch: describeLaunch,
	step_up_issued: describeIssued,
	step_up_decided: describeDecided,
	step_up_consumed: describeConsumed,
	jti_collision: describeCollision,
	replay_detected: describeReplay,
	gateway_resource_request: describeGateway,
	'control.invoke': describeControl,
	credential_revealed: describeRevealed,
	delegation_edge_create: describeEdgeCreate,
	delegation_edge_revoke: describeEdgeRevoke,
	delegation_edge_expire: describeEdgeExpire,
	session_spawn: describeSpawn,
	session_suspend: describeLifecycle('suspended'),
	session_resume: describeLifecycle('resumed'),
	session_terminate: describeLifecycle('ended'),
	session_revoke: describeRevoke,
	policy_activate: describePolicy,
	'console.sign_in': describeSignIn,
	'console.sign_in_failed': describeSignInFailed,
	'console.sign_out': describeSignOut,
	'console.session_revoked': describeSessionRevoked,
	'console.search': describeSearch,
	'console.event_opened': describeEventOpened,
	'console.request_opened': describeRequestOpened,
	'console.export': describeExport,
	'console.lookup': describeLookup,
	'console.authority_opened': describeAuthorityOpened,
	'console.authority_revoked': describeAuthorityRevoked,
	'console.token_created': describeTokenCreated,
	'console.token_revoked': describeTokenRevoked,
	'console.user_created': describeUserCreated,
	'console.user_changed': describeUserChanged,
	'console.role_changed': describeRoleChanged,
	'console.dead_letter_replayed': describeReplayed,
	'console.verification_started': describeVerificationStarted,
	'console.verification_cancelled': describeVerificationCancelled,
	'console.finding_resolved': describeFindingResolved,
};

/** A type without words of its own: its name, and whoever it names. Nothing about its meaning is guessed. */
function describeUnknown({ event, meta }: Story): Segment[] {
	const who = textAt(meta, 'application_name', 'application_id', 'workload_name', 'actor', 'subject');
	const resource = textAt(meta, 'resource');
	const type = event.eventType === '' ? say`Event without a type` : say`Event of type ${code(event.eventType)}`;
	return say`${type}${who === '' ? [] : say` by ${strong(who)}`}${resource === '' ? [] : say` on ${strong(resource)}`}`;
}

/**
 * One event in one sentence: who, what, on what, and why. Pure and total: any record gives a sentence, in bounded time and
 * length, and text from outside is made visible and cut, never interpreted.
 */
export function describeEvent(event: DescribedEvent): Segment[] {
	const story = { event, meta: objectOf(event.metadata) };
	return isKnownType(event.eventType) ? DESCRIBERS[event.eventType](story) : describeUnknown(story);
}
