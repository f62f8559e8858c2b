import { numberAt, textAt } from '../events/read-json';
import type { TraceEvent } from '../trace/event';
import { idOf } from './bounds';
import { expiredEdges, isCascadeRoot, type Told } from './facts';
import type { RevocationRow } from './rows';

/** Reasons with which an event belongs to a revocation that another event begins. */
const FOLLOWING = new Set(['delegation_revoked', 'parent_terminated']);
/** Reasons of the API when it takes a subject, or everything of an application that may no longer register, down. */
const SUBJECT_REASONS = new Set(['subject_revoked', 'dcr_shutdown', 'subject_authority_inactive']);

function kindOf(event: TraceEvent, told: Told, reason: string): RevocationRow['kind'] | null {
	switch (event.eventType) {
		case 'delegation_edge_revoke':
			return isCascadeRoot(told) ? 'delegation' : null;
		case 'delegation_edge_expire':
			return 'expiry';
		case 'session_terminate':
			return FOLLOWING.has(reason) ? null : SUBJECT_REASONS.has(reason) ? 'subject' : 'session';
		case 'session_revoke': {
			if (FOLLOWING.has(reason)) return null;
			if (SUBJECT_REASONS.has(reason)) return 'subject';
			if (textAt(told.meta, 'grant_id') !== '' || reason === 'grant_revoked') return 'grant';
			if (textAt(told.meta, 'session_id') !== '') return 'record';
			return textAt(told.meta, 'agent_session_id') !== '' ? 'session' : 'delegation';
		}
		default:
			return null;
	}
}

/** The revocation that an event begins, or null for one that only tells of another's effects. */
export function revocationOf(event: TraceEvent, told: Told): RevocationRow | null {
	const { meta, mark } = told;
	const reason = idOf(textAt(meta, 'reason'));
	const kind = kindOf(event, told, reason);
	if (kind === null) return null;
	const edges = kind === 'expiry' ? expiredEdges(told) : [];
	const edge = idOf(textAt(meta, 'edge_id', 'delegation_edge_id'));
	const [record, session] = [idOf(textAt(meta, 'session_id')), idOf(textAt(meta, 'agent_session_id'))];
	const ids: Readonly<Record<RevocationRow['kind'], string>> = {
		delegation: edge,
		expiry: edges[0] ?? '',
		session,
		record,
		grant: idOf(textAt(meta, 'grant_id')),
		subject: record === '' ? session || edge : record,
	};
	return {
		zone: event.zone,
		seq: mark.seq,
		kind,
		id: ids[kind],
		session,
		record,
		at: mark.at,
		decidedAt: told.decidedAt,
		reason,
		epoch: numberAt(meta, 'epoch') ?? null,
		affected: numberAt(meta, 'affected_edges') ?? null,
		edges,
	};
}
