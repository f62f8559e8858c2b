import type { AuditEvent } from '../events/contract';
import { type Projection, projectEvent } from '../events/project';
import { termOf } from '../events/terms';
import { NO_DECISION } from '../events/vocabulary';
import { redactJsonOr } from '../evidence/redact';
import { areaOf } from './areas';
import { type FieldName, field, type JsonDocument, type Source } from './fields';
import { isNumber, scalarsAt, scalarText } from './json-items';
import type { FieldText, QueryEvent } from './match';
import { normalise, searchText } from './words';

/** Values once, in order; what is in the projection is compared by its dictionary form too. */
function terms(values: readonly string[]): FieldText[] {
	return [...new Set(values)].filter((value) => value !== '').map((whole) => ({ text: termOf(whole), whole }));
}

const plain = (values: readonly string[]): FieldText[] => values.filter((text) => text !== '').map((text) => ({ text, whole: text }));

class LedgerEvent implements QueryEvent {
	readonly occurredAt: bigint;
	private readonly texts = new Map<FieldName, readonly FieldText[]>();
	private readonly documents = new Map<JsonDocument, string | null>();
	private readonly paths = new Map<string, readonly string[]>();
	private projected: Projection | null = null;
	private searched: string | null = null;

	constructor(
		private readonly event: AuditEvent,
		readonly chainSeq: number | null,
	) {
		this.occurredAt = event.occurredAt;
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
		return this.scalarsOf(field(name).from).filter(isNumber);
	}

	metadataAt(path: readonly string[]): readonly string[] {
		const key = JSON.stringify(path);
		const known = this.paths.get(key);
		if (known !== undefined) return known;
		const values = scalarsAt(this.document('metadata'), path);
		this.paths.set(key, values);
		return values;
	}

	get words(): string {
		this.searched ??= ` ${normalise(searchText(this.event))} `;
		return this.searched;
	}

	private get projection(): Projection {
		this.projected ??= projectEvent(this.event);
		return this.projected;
	}

	private read(name: FieldName): FieldText[] {
		const { event } = this;
		if (name === 'area') return plain([areaOf(event.eventType)]);
		if (name === 'decision') return event.decision === '' ? plain([NO_DECISION]) : terms([event.decision]);
		// an event without a type has the empty one in the projection, which is there
		if (name === 'type') return [{ text: termOf(event.eventType), whole: event.eventType }];
		const { from } = field(name);
		const own = from.flatMap((source) => {
			if (source.in === 'event') return plain([String(event[source.key] ?? '')]);
			if (source.in !== 'projection') return [];
			return terms(this.projectedTexts(source.key));
		});
		return [...own, ...plain(this.scalarsOf(from).map(scalarText))];
	}

	private projectedTexts(key: keyof Projection): readonly string[] {
		const value = this.projection[key];
		return typeof value === 'string' ? [value] : Array.isArray(value) ? value : [];
	}

	private scalarsOf(from: readonly Source[]): string[] {
		return from.flatMap((source) => ('path' in source ? scalarsAt(this.document(source.in), source.path) : []));
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

/**
 * An event as the in-memory backend asks it. What a query does not ask for is never read.
 * Not for the browser: dictionary forms need a hash.
 * @param chainSeq its place in the chain of its zone, or null when it has none yet; `seq:` then never holds
 */
export function queryEventOf(event: AuditEvent, chainSeq: number | null): QueryEvent {
	return new LedgerEvent(event, chainSeq);
}
