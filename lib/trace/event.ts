import type { EventDetail } from '../api/events';
import type { AuditEvent, EpochMicros, LedgerPlace } from '../events/contract';
import type { DescribedEvent } from '../events/described';
import { parsed } from '../events/read-json';
import { formatMicros, parseRfc3339Micros } from '../time';

/** What a trace is built from: an event of the ledger with its place and its three clocks, JSON already read. */
export interface TraceEvent extends DescribedEvent {
	readonly zone: string;
	readonly seq: number;
	readonly id: string;
	readonly manifestSha: string;
	/** What its place in the chain rests on, lowercase hex; absent where it was not read. */
	readonly contentSha256?: string;
	/** When Redis took the entry (milliseconds are all it has), or null when its entry id is not known. */
	readonly streamedAt: EpochMicros | null;
	readonly ingestedAt: EpochMicros;
}

/** Where an event stands, for links. */
export interface Place {
	readonly zone: string;
	readonly seq: number;
}

/** How sure a statement is that the record does not make itself. */
export type Sure = 'certain' | 'likely' | 'possible';

/** Seconds a Date can hold, either way. */
const DATE_SECONDS_MAX = 8.64e12;
let lastSecond = Number.NaN;
let lastSecondText = '';

/** An instant as every answer of the console writes it: as formatMicros. Events of a trace share few seconds, so the last is remembered. */
export function instantOf(at: EpochMicros): string {
	let second = Number(at / 1_000_000n);
	let micros = Number(at % 1_000_000n);
	if (micros < 0) {
		second -= 1;
		micros += 1_000_000;
	}
	if (Math.abs(second) > DATE_SECONDS_MAX) return formatMicros(at);
	if (second !== lastSecond) {
		lastSecondText = new Date(second * 1000).toISOString().slice(0, -5);
		lastSecond = second;
	}
	return `${lastSecondText}.${String(micros).padStart(6, '0')}Z`;
}

/** The difference of two instants in milliseconds, fractions kept. */
export function millisBetween(from: bigint, to: bigint): number {
	return Number(to - from) / 1000;
}

const ENTRY_MS = /^(\d{1,15})-\d+$/;

/** Milliseconds of a Redis entry id `<ms>-<seq>` as an instant, or null for another form. */
function entryInstant(entryId: string): EpochMicros | null {
	const ms = ENTRY_MS.exec(entryId)?.[1];
	return ms === undefined ? null : BigInt(ms) * 1000n;
}

/** An event of the ledger as a trace takes it. */
export function traceEvent(event: AuditEvent, place: Pick<LedgerPlace, 'chainSeq' | 'entryId' | 'ingestedAt'>): TraceEvent {
	return {
		zone: event.zoneId,
		seq: place.chainSeq,
		id: event.id,
		eventType: event.eventType,
		requestId: event.requestId,
		decision: event.decision,
		policySetId: event.policySetId,
		policySetVersionId: event.policySetVersionId,
		manifestSha: event.manifestSha,
		evaluationStatus: event.evaluationStatus,
		determiningPolicies: parsed(event.determiningPoliciesText ?? 'null'),
		diagnostics: parsed(event.diagnosticsText ?? 'null'),
		metadata: parsed(event.metadataText ?? 'null'),
		occurredAt: event.occurredAt,
		streamedAt: entryInstant(place.entryId),
		ingestedAt: place.ingestedAt,
	};
}

/** An event as the API gives it, as a trace takes it. */
export function traceEventOfDetail(detail: EventDetail): TraceEvent {
	return {
		zone: detail.zone,
		seq: detail.seq,
		id: detail.id,
		eventType: detail.type,
		requestId: detail.requestId,
		decision: detail.decision,
		policySetId: detail.policySetId,
		policySetVersionId: detail.policySetVersionId,
		manifestSha: detail.manifestSha,
		evaluationStatus: detail.evaluationStatus,
		determiningPolicies: parsed(detail.determiningPoliciesText ?? 'null'),
		diagnostics: parsed(detail.diagnosticsText ?? 'null'),
		metadata: parsed(detail.metadataText ?? 'null'),
		occurredAt: parseRfc3339Micros(detail.occurredAt) ?? 0n,
		streamedAt: parseRfc3339Micros(detail.streamedAt),
		ingestedAt: parseRfc3339Micros(detail.ingestedAt) ?? 0n,
	};
}
