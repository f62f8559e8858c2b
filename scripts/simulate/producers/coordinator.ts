import { AGENTS_LIFECYCLE_STREAM, DELEGATIONS_INVALIDATE_STREAM, SESSIONS_REVOKE_STREAM } from '../../../lib/streams/names';
import type { Entry } from '../entry';
import type { Zone } from '../world/types';
import type { Moment, Wire } from './audit-entry';
import { authorityEntry } from './authority-entry';

function delegation(wire: Wire, moment: Moment, zone: Zone, payload: readonly (readonly [string, string | null])[]): Entry {
	return authorityEntry(wire, moment, DELEGATIONS_INVALIDATE_STREAM, 'coordinator', zone.id, payload);
}

function lifecycle(wire: Wire, moment: Moment, zone: Zone, payload: readonly (readonly [string, string | null])[]): Entry {
	return authorityEntry(wire, moment, AGENTS_LIFECYCLE_STREAM, 'coordinator', zone.id, payload);
}

/** `edge_create`: a delegation, or the mirror of one that a child session inherits (wire reference 1.6). */
export function edgeCreate(
	wire: Wire,
	moment: Moment,
	zone: Zone,
	edge: { id: string; sourceSessionId: string; targetSessionId: string },
	epoch: number,
): Entry {
	return delegation(wire, moment, zone, [
		['event', 'edge_create'],
		['edge_id', edge.id],
		['source_session_id', edge.sourceSessionId],
		['target_session_id', edge.targetSessionId],
		['epoch', String(epoch)],
	]);
}

/** `edge_revoke` of the route: only the root of the cascade is named, the rest is a count. */
export function edgeRevokeRoot(wire: Wire, moment: Moment, zone: Zone, edgeId: string, affectedEdges: number, epoch: number): Entry {
	return delegation(wire, moment, zone, [
		['event', 'edge_revoke'],
		['edge_id', edgeId],
		['affected_edges', String(affectedEdges)],
		['epoch', String(epoch)],
	]);
}

/** `edge_revoke` because a session at one of its ends was terminated: one per edge. */
export function edgeRevokeByTermination(wire: Wire, moment: Moment, zone: Zone, edgeId: string, reason: string, epoch: number): Entry {
	return delegation(wire, moment, zone, [
		['event', 'edge_revoke'],
		['edge_id', edgeId],
		['reason', reason],
		['epoch', String(epoch)],
	]);
}

/** `edge_expire` of the cleaner: all expired edges at once, their ids a JSON array in one text. */
export function edgeExpire(wire: Wire, moment: Moment, zone: Zone, edgeIds: readonly string[], epoch: number): Entry {
	return delegation(wire, moment, zone, [
		['event', 'edge_expire'],
		['affected_edges', String(edgeIds.length)],
		['edge_ids', JSON.stringify(edgeIds)],
		['epoch', String(epoch)],
	]);
}

/** `spawn`: a session starts. The coordinator writes a missing parent as the text `null` (wire reference 1.7). */
export function spawn(wire: Wire, moment: Moment, zone: Zone, sessionId: string, parentId: string | null, applicationId: string): Entry {
	return lifecycle(wire, moment, zone, [
		['event', 'spawn'],
		['agent_session_id', sessionId],
		['parent_id', parentId ?? 'null'],
		['application_id', applicationId],
	]);
}

export function suspend(wire: Wire, moment: Moment, zone: Zone, sessionId: string, parentId: string | null, reason: string): Entry {
	return lifecycle(wire, moment, zone, [
		['event', 'suspend'],
		['agent_session_id', sessionId],
		['parent_id', parentId ?? 'null'],
		['reason', reason],
	]);
}

export function resume(wire: Wire, moment: Moment, zone: Zone, sessionId: string, parentId: string | null): Entry {
	return lifecycle(wire, moment, zone, [
		['event', 'resume'],
		['agent_session_id', sessionId],
		['parent_id', parentId ?? 'null'],
	]);
}

export function terminate(wire: Wire, moment: Moment, zone: Zone, sessionId: string, parentId: string | null, reason: string): Entry {
	return lifecycle(wire, moment, zone, [
		['event', 'terminate'],
		['agent_session_id', sessionId],
		['parent_id', parentId ?? 'null'],
		['reason', reason],
	]);
}

/** `caracal.sessions.revoke` by the coordinator: the authority record and the session, sometimes the edge (wire reference 1.5). */
export function coordinatorRevoke(
	wire: Wire,
	moment: Moment,
	zone: Zone,
	revoked: { authorityRecordId: string; sessionId: string; edgeId?: string; reason: string },
): Entry {
	return authorityEntry(wire, moment, SESSIONS_REVOKE_STREAM, 'coordinator', zone.id, [
		['session_id', revoked.authorityRecordId],
		['agent_session_id', revoked.sessionId],
		['delegation_edge_id', revoked.edgeId ?? null],
		['reason', revoked.reason],
	]);
}
