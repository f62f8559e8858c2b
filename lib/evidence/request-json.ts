import type { RequestAnswer } from '../api/trace';
import { textOf } from '../events/words';
import type { Outcome } from '../trace/outcome';
import type { TimelineEvent } from '../trace/timeline';
import type { RequestTrace } from '../trace/trace';
import { checkCommands } from './check-commands';
import { escapeHidden } from './escape-hidden';
import { type EvidenceExtras, evidenceKey, hashOf } from './evidence-extras';

function eventJson(event: TimelineEvent, extras: EvidenceExtras) {
	return {
		id: event.id,
		zone_id: event.place.zone,
		chain_seq: event.place.seq,
		event_type: event.type,
		decision: event.decision,
		reason: event.reason,
		request_id: event.requestId,
		related_by: event.relation,
		occurred_at: event.occurredAt,
		streamed_at: event.streamedAt,
		ingested_at: event.ingestedAt,
		clocks: textOf(event.clocks.note),
		content_sha256: hashOf(event),
		signature_check: extras.checks?.get(evidenceKey(event.place)) ?? null,
		after_authority_ended: event.isViolation,
		words: textOf(event.sentence),
	};
}

function outcomeJson(outcome: Outcome) {
	return {
		state: outcome.state,
		reason: outcome.reason,
		times: outcome.times,
		scopes: outcome.scopes,
		policy_set_version_id: outcome.policyVersion,
		gateway_status: outcome.gatewayStatus,
		upstream_status: outcome.upstreamStatus,
		chain_seqs: outcome.places.map((place) => place.seq),
		words: textOf(outcome.words),
	};
}

function requestJson(request: RequestTrace, extras: EvidenceExtras) {
	return {
		zone_id: request.zone,
		application_id: request.app,
		application_name: request.appName,
		from: request.from,
		to: request.to,
		words: textOf(request.sentence),
		next_action: { words: textOf(request.next.text), because: request.next.because },
		resources: request.resources.map(({ resource, outcomes, final }) => ({
			resource,
			final: final.state,
			outcomes: outcomes.map(outcomeJson),
		})),
		determining_policies: request.policy.determining,
		policy_versions: request.policy.versions.map(({ id, manifestSha, places }) => ({
			policy_set_version_id: id,
			manifest_sha: manifestSha,
			chain_seqs: places.map((place) => place.seq),
		})),
		after_authority_ended: request.violations.map(({ place, link, endedAt, sure, sentence }) => ({
			chain_seq: place.seq,
			kind: link.kind,
			id: link.id,
			ended_at: endedAt,
			sure,
			words: textOf(sentence),
		})),
		approvals: request.approvals.map(({ challengeId, state, expiresAt, decidedBy, sentence }) => ({
			challenge_id: challengeId,
			state,
			expires_at: expiresAt,
			decided_by: decidedBy,
			words: textOf(sentence),
		})),
		missing_steps: request.ghosts.map(({ what, absence, at, sure, title, why }) => ({
			what,
			absence,
			at,
			sure,
			words: `${textOf(title)}: ${textOf(why)}`,
		})),
		contradictions: request.contradictions,
		trace_ids: request.traceIds,
		token_ids: request.tokenIds,
		events: request.events.map((event) => eventJson(event, extras)),
		related_events: request.related.map((event) => eventJson(event, extras)),
		related_events_left_out: request.relatedLeftOut,
	};
}

/**
 * The answer about a request as evidence for programs: JSON with the names of the ledger. What is not the record's own words but
 * ours is in `words`, with what is hidden in it named; everything else is as recorded.
 */
export function evidenceJson(answer: RequestAnswer, extras: EvidenceExtras = {}): string {
	const { trace } = answer;
	const evidence = {
		kind: 'caracal.request_evidence',
		version: 1,
		request_id: answer.requestId,
		taken_at: answer.now,
		complete_to: answer.completeTo,
		zones_searched: answer.zones,
		told_apart: textOf(trace.apartWords),
		requests: trace.requests.map((request) => requestJson(request, extras)),
		requests_left_out: trace.requestsLeftOut,
		events_left_out: answer.eventsLeftOut,
		related_events_may_be_missing: answer.lookupsCut.length > 0,
		how_to_check: checkCommands(answer),
	};
	return `${escapeHidden(JSON.stringify(evidence, null, 2))}\n`;
}
