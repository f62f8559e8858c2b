import { type ReasonRow, reasonsOf } from './reason';

const GATEWAY: Readonly<Record<string, ReasonRow>> = {
	upstream_not_addressable: [
		'upstream',
		'No usable address',
		'the upstream has no usable address',
		'The address of the resource cannot be called: it is malformed, or points to a place the Gateway may not reach.',
		'Correct the upstream address of the resource.',
	],
	provider_host_not_allowed: [
		'credential',
		'Host not allowed',
		'the upstream host is not allowed for its provider',
		'The credential provider does not permit its credential to be sent to this host; nothing was sent.',
		'Compare the host of the resource with the hosts its provider permits.',
	],
	request_build_failed: [
		'upstream',
		'Request not built',
		'the request could not be built',
		'The Gateway could not put the upstream request together; nothing was sent.',
		'Check headers, path and the address of the resource.',
	],
	transport_error: [
		'upstream',
		'Upstream not reached',
		'the upstream could not be reached',
		'The connection to the upstream failed, timed out or was refused.',
		'Check that the upstream is up and reachable from the Gateway. Whether it did any work is not in the record.',
	],
	response_copy_failed: [
		'upstream',
		'Response broke off',
		'the response broke off',
		'The upstream began to answer, but the answer did not reach the caller whole.',
		'Treat the call as done for anything that is not safe to repeat, then look at the connection.',
	],
};

const CONTROL: Readonly<Record<string, ReasonRow>> = {
	scope_missing: [
		'control',
		'Control scope missing',
		'its control key lacks that scope',
		'The control key does not hold the scope this command needs.',
		'Use a key that has the scope, or add it to this one if the command is part of its job.',
	],
};

const AUTHORITY: Readonly<Record<string, ReasonRow>> = {
	delegation_revoked: [
		'delegation',
		'Delegation revoked',
		'the delegation was revoked',
		'A delegation above it was revoked, and with it everything below.',
		'Find the revocation at the root of the cascade.',
	],
	requested: ['session', 'Asked for', 'somebody asked for it', 'Somebody or something asked for it to end.', ''],
	ttl: ['session', 'Time was up', 'its time was up', 'The session reached the end of its lifetime.', 'Start a new session.'],
	parent_terminated: [
		'session',
		'Parent ended',
		'its parent session ended',
		'A session ends with the session that started it.',
		'Look at why the parent ended.',
	],
	service_heartbeat_lost: [
		'session',
		'Heartbeat lost',
		'its heartbeat was lost',
		'A service session stopped reporting that it lives.',
		'Check the process that ran it.',
	],
	subject_authority_inactive: [
		'session',
		'Subject no longer active',
		'the authority of its subject is no longer active',
		'The authority record the session acted under has ended.',
		'Have the subject sign in again, unless it was meant to end.',
	],
	grant_revoked: [
		'session',
		'Grant revoked',
		'its grant was revoked',
		'The grant that the authority rested on was taken back.',
		'Grant it again only if it was taken back by mistake.',
	],
	subject_revoked: [
		'session',
		'Subject revoked',
		'its subject was revoked',
		'Everything held in the name of this subject was revoked at once.',
		'Find out who revoked the subject and why.',
	],
	dcr_shutdown: [
		'session',
		'Registered clients shut down',
		'dynamic registration was shut down',
		'The zone shut down dynamically registered applications, and their sessions with them.',
		'Register the application in the ordinary way if it is still needed.',
	],
};

/** Every Gateway `error_kind` of wire reference 2.6. */
export const GATEWAY_REASONS = reasonsOf('gateway-error', GATEWAY);
/** Reasons of `control.invoke` that wire reference 2.7 names; the set is open. */
export const CONTROL_REASONS = reasonsOf('control', CONTROL);
/** Reasons of revocations and ended sessions that wire reference 1.5 names; callers may give their own. */
export const AUTHORITY_REASONS = reasonsOf('authority', AUTHORITY);
