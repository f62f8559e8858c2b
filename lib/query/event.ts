import type { AuditEvent } from '../events/contract';
import { projectEvent } from '../events/project';
import { parsed } from '../events/read-json';
import { termOf } from '../events/terms';
import { NO_DECISION } from '../events/vocabulary';
import { redactJsonOr } from '../evidence/redact';
import { areaOf } from './areas';
import { type FieldName, field, type JsonDocument, type Source } from './fields';
import { itemsAt, numberText, scalarText } from './json-items';
import type { FieldText, QueryEvent } from './match';
import { normalise, searchText } from './words';

/** Values once, in order; what is in the projection is compared by its dictionary form too. */
function terms(values: readonly (string | null)[]): FieldText[] {
	const kept = values.filter((value): value is string => value !== null && value !== '');
	return [...new Set(kept)].map((whole) => ({ text: termOf(whole), whole }));
}

const plain = (values: readonly string[]): FieldText[] => values.filter((text) => text !== '').map((text) => ({ text, whole: text }));

class LedgerEvent implements QueryEvent {
	readonly occurredAt: bigint;
	readonly hasDecision: boolean;
	private readonly texts = new Map<FieldName, readonly FieldText[]>();
	private readonly documents = new Map<JsonDocument, string | null>();
	private projected: ReturnType<typeof projectEvent> | null = null;
	private searched: string | null = null;

	constructor(
		private readonly event: AuditEvent,
		readonly chainSeq: number | null,
	) {
		this.occurredAt = event.occurredAt;
		this.hasDecision = event.decision !== '';
	}

	textsOf(name: FieldName): readonly FieldText[] {
		const known = this.texts.get(name);
		if (known !== undefined) return known;
		const texts = this.read(name);
		this.texts.set(name, texts);
		return texts;
	}

	numbersOf(name: FieldName): readonly string[] {
		if (name === 'seq') return this.chainSeq === null ? [] : [String(this.chainSeq)];
		if (name === 'latency') return this.projection.latencyMs === null ? [] : [String(this.projection.latencyMs)];
		return this.itemsOf(field(name).from).flatMap((item) => numberText(item) ?? []);
	}

	metadataAt(path: readonly string[]): readonly string[] {
		return itemsAt(this.document('metadata'), path);
	}

	get words(): string {
		this.searched ??= ` ${normalise(searchText(this.event))} `;
		return this.searched;
	}

	private get projection(): ReturnType<typeof projectEvent> {
		this.projected ??= projectEvent(this.event);
		return this.projected;
	}

	private read(name: FieldName): FieldText[] {
		const { event } = this;
		if (name === 'area') return plain([areaOf(event.eventType)]);
		if (name === 'decision') return event.decision === '' ? plain([NO_DECISION]) : terms([event.decision]);
		if (name === 'type') return terms([event.eventType]);
		const { from } = field(name);
		const own = from.flatMap((source) => {
			if (source.in === 'event') return plain([String(event[source.key] ?? '')]);
			if (source.in !== 'projection') return [];
			return source.key === 'labels' ? terms(labelsOf(event)) : terms([this.projectedText(source.key)]);
		});
		return [...own, ...plain(this.itemsOf(from).flatMap((item) => scalarText(item) ?? []))];
	}

	private projectedText(key: keyof ReturnType<typeof projectEvent>): string | null {
		const value = this.projection[key];
		return typeof value === 'string' ? value : null;
	}

	private itemsOf(from: readonly Source[]): string[] {
		return from.flatMap((source) => ('path' in source ? itemsAt(this.document(source.in), source.path) : []));
	}

	private document(name: JsonDocument): string | null {
		const known = this.documents.get(name);
		if (known !== undefined) return known;
		const { metadataText, diagnosticsText, determiningPoliciesText } = this.event;
		const masked = redactJsonOr({ metadata: metadataText, diagnostics: diagnosticsText, policies: determiningPoliciesText }[name]);
		this.documents.set(name, masked);
		return masked;
	}
}

/** Every text of the labels, as the projection takes them. */
function labelsOf(event: AuditEvent): string[] {
	const items = [...itemsAt(event.metadataText, ['agent_labels']), ...itemsAt(event.metadataText, ['labels'])];
	return items.filter((item) => item.startsWith('"')).map((item) => String(parsed(item)));
}

/**
 * An event as the in-memory backend asks it. What a query does not ask for is never read.
 * Not for the browser: dictionary forms need a hash.
 * @param chainSeq its place in the chain of its zone, or null when it has none yet; `seq:` then never holds
 */
export function queryEventOf(event: AuditEvent, chainSeq: number | null): QueryEvent {
	return new LedgerEvent(event, chainSeq);
}
