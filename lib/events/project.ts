import type { JsonValue } from '../json';
import type { AuditEvent } from './contract';
import { field, objectOf, parsed } from './read-json';

/** Latencies beyond Postgres's integer are not kept. */
const LATENCY_MS_MAX = 2_147_483_647;
/** Labels of an event kept at most: the first different ones. Caracal's sessions have a handful. */
export const LABELS_MAX = 64;
const NONE: readonly string[] = [];

/** What the search projection keeps of an event. Null: the event does not carry the field. Values are not yet cut by termOf. */
export interface Projection {
	readonly eventType: string;
	readonly decision: string | null;
	readonly reason: string | null;
	/** Id of the application that acts. */
	readonly application: string | null;
	readonly resource: string | null;
	readonly policyVersion: string | null;
	/** Host the gateway called. */
	readonly host: string | null;
	readonly latencyMs: number | null;
	/** Labels of the session that acts, or that a session event is about: different, none empty, at most LABELS_MAX. */
	readonly labels: readonly string[];
}

/** What the rules below ask of an event, however it is at hand: as strings, or as bytes in the worker's hot path. */
export interface EventView {
	readonly eventType: string;
	readonly decision: string;
	readonly evaluationStatus: string;
	readonly policySetVersionId: string;
	/** The text under a key of metadata, or null when there is none or it is empty. */
	metadataText(key: string): string | null;
	/** The number under a key of metadata, or null. */
	metadataNumber(key: string): number | null;
	/** The different non-empty texts of the list under a key of metadata in their order, at most LABELS_MAX; empty for all else. */
	metadataTexts(key: string): readonly string[];
	/** The first `reason` among the diagnostics, or null. */
	diagnosticsReason(): string | null;
	/** Whether a diagnostic says `step_up_required`. */
	isHeld(): boolean;
}

/** Key of metadata that names the acting application, where it is not `application_id` (wire reference 2.5, 2.7). */
const APPLICATION_KEYS: Readonly<Record<string, string>> = {
	replay_detected: 'client_id',
	'control.invoke': 'client_id',
	jti_collision: 'app_id',
};

function applicationOf(view: EventView): string | null {
	const id = view.metadataText('application_id');
	if (id !== null) return id;
	const key = Object.hasOwn(APPLICATION_KEYS, view.eventType) ? APPLICATION_KEYS[view.eventType] : undefined;
	return (key === undefined ? null : view.metadataText(key)) ?? view.metadataText('workload_id');
}

/**
 * Why the event ended as it did, in a code: the gateway's error, the control plane's reason, the policy's first diagnostic or its
 * hold, else the evaluation status; authority events carry only a reason.
 */
function reasonOf(view: EventView): string | null {
	let reason: string | null = null;
	if (view.eventType === 'gateway_resource_request') reason = view.metadataText('error_kind');
	else if (view.eventType === 'control.invoke') reason = view.metadataText('reason');
	else reason = view.diagnosticsReason() ?? (view.isHeld() ? 'step_up_required' : null);
	if (reason !== null) return reason;
	return view.evaluationStatus === '' ? view.metadataText('reason') : view.evaluationStatus;
}

function latencyOf(view: EventView): number | null {
	const latency = view.metadataNumber('latency_ms');
	return latency !== null && Number.isInteger(latency) && Math.abs(latency) <= LATENCY_MS_MAX ? latency : null;
}

function labelsOf(view: EventView): readonly string[] {
	const labels = view.metadataTexts('agent_labels');
	return labels.length > 0 || !view.eventType.startsWith('session_') ? labels : view.metadataTexts('labels');
}

/** The rules of the projection. */
export function projectView(view: EventView): Projection {
	return {
		eventType: view.eventType,
		decision: view.decision === '' ? null : view.decision,
		reason: reasonOf(view),
		application: applicationOf(view),
		resource: view.metadataText('resource'),
		policyVersion: view.policySetVersionId === '' ? null : view.policySetVersionId,
		host: view.metadataText('upstream_host'),
		latencyMs: latencyOf(view),
		labels: labelsOf(view),
	};
}

function distinctTexts(list: readonly JsonValue[]): readonly string[] {
	const texts = new Set<string>();
	for (const text of list) {
		if (texts.size === LABELS_MAX) break;
		if (typeof text === 'string' && text !== '') texts.add(text);
	}
	return [...texts];
}

/**
 * What the search projection keeps of an event.
 * @param metadata its metadata as a value, when the caller has it; else it is read from the event's text
 */
export function projectEvent(event: AuditEvent, metadata?: JsonValue): Projection {
	const members = objectOf(metadata ?? parsed(event.metadataText ?? 'null'));
	const list = parsed(event.diagnosticsText ?? 'null');
	const diagnostics = (Array.isArray(list) ? list : []).map(objectOf);
	return projectView({
		eventType: event.eventType,
		decision: event.decision,
		evaluationStatus: event.evaluationStatus,
		policySetVersionId: event.policySetVersionId,
		metadataText(key) {
			const value = field(members, key);
			return typeof value === 'string' && value !== '' ? value : null;
		},
		metadataNumber(key) {
			const value = field(members, key);
			return typeof value === 'number' ? value : null;
		},
		metadataTexts(key) {
			const list = field(members, key);
			return Array.isArray(list) ? distinctTexts(list) : NONE;
		},
		diagnosticsReason() {
			for (const diagnostic of diagnostics) {
				const reason = field(diagnostic, 'reason');
				if (typeof reason === 'string' && reason !== '') return reason;
			}
			return null;
		},
		isHeld: () => diagnostics.some((diagnostic) => Object.hasOwn(diagnostic, 'step_up_required')),
	});
}
