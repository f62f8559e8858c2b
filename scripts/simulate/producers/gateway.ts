import type { Entry } from '../entry';
import { uuid7 } from '../ids';
import { goTime } from '../times';
import type { Resource } from '../world/types';
import { auditEntry, clockOf, type Growing, goJson, type Metadata, type Moment, type Wire } from './audit-entry';
import type { Caller } from './sts';

function gatewayEntry(
	wire: Wire,
	moment: Moment,
	caller: Caller,
	type: string,
	decision: string,
	status: string,
	metadata: Metadata,
): Entry {
	const id = uuid7(wire.rng, clockOf(moment));
	const data = goJson({
		id,
		zone_id: caller.zone.id,
		event_type: type,
		request_id: caller.requestId,
		decision,
		evaluation_status: status,
		determining_policies_json: [],
		diagnostics_json: [],
		metadata_json: metadata,
		occurred_at: goTime(wire.rng, clockOf(moment), caller.zone.hostOffsetMinutes),
	});
	return auditEntry(wire, moment, caller.zone.id, data, { kind: 'direct', entryId: id });
}

/** The buckets of an upstream status, as the Gateway sorts them. */
export function resultClass(status: number): string {
	if (status >= 200 && status < 300) return 'success';
	if (status >= 300 && status < 400) return 'redirect';
	if (status >= 400 && status < 500) return 'client_error';
	return status >= 500 && status < 600 ? 'server_error' : 'unknown';
}

export interface GatewayCall {
	readonly resource: Resource;
	readonly method: string;
	readonly fingerprint: string;
	readonly gatewayStatus: number;
	readonly latencyMs: number;
	/** Below 0 leaves the key out. */
	readonly responseBytes: number;
	/** Empty texts are left out, as the Gateway does. */
	readonly traceId: string;
	readonly subjectKind: string;
	readonly connectionId: string;
	readonly errorKind: string;
	/** 0 when the upstream was not reached. */
	readonly upstreamStatus: number;
	readonly revocationInterrupted: boolean;
}

function statusOf(call: GatewayCall): string {
	if (call.errorKind === 'request_build_failed') return 'build_failed';
	if (call.errorKind === 'upstream_not_addressable' || call.errorKind === 'provider_host_not_allowed') return 'upstream_rejected';
	return call.errorKind === 'transport_error' || call.errorKind === 'response_copy_failed' ? 'upstream_error' : 'executed';
}

/** `gateway_resource_request`: what became of one call (wire reference 2.6). */
export function gatewayRequest(wire: Wire, moment: Moment, caller: Caller, call: GatewayCall): Entry {
	const metadata: Growing = {
		application_id: caller.application.id,
		resource: call.resource.identifier,
		subject_fingerprint: call.fingerprint,
		method: call.method,
		gateway_status: call.gatewayStatus,
		latency_ms: call.latencyMs,
	};
	if (call.traceId !== '') metadata.trace_id = call.traceId;
	if (call.subjectKind !== '') metadata.subject_kind = call.subjectKind;
	if (call.resource.host !== '') metadata.upstream_host = call.resource.host;
	metadata.auth_mode = call.resource.authMode;
	if (call.resource.providerId !== '') metadata.provider_id = call.resource.providerId;
	if (call.connectionId !== '') metadata.connection_id = call.connectionId;
	if (call.errorKind !== '') metadata.error_kind = call.errorKind;
	if (call.upstreamStatus > 0) {
		metadata.upstream_status = call.upstreamStatus;
		metadata.result_class = resultClass(call.upstreamStatus);
	}
	if (call.responseBytes >= 0) metadata.response_bytes = call.responseBytes;
	if (call.revocationInterrupted) metadata.revocation_interrupted = true;
	return gatewayEntry(wire, moment, caller, 'gateway_resource_request', 'allow', statusOf(call), metadata);
}

/** `replay_detected`: a token id that the Gateway has seen before. */
export function replayDetected(
	wire: Wire,
	moment: Moment,
	caller: Caller,
	replay: { jti: string; resource: string; fingerprint: string },
): Entry {
	return gatewayEntry(wire, moment, caller, 'replay_detected', 'deny', 'anomaly', {
		jti: replay.jti,
		resource: replay.resource,
		client_id: caller.application.id,
		subject_fp: replay.fingerprint,
		request_id: caller.requestId,
	});
}
