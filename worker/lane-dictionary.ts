import type { SqlClient } from '../db/client';
import type { ChainHead } from '../db/ledger/heads';
import { resolveTerms } from '../db/ledger/terms';
import { resolveZones } from '../db/ledger/zones';
import { TERM_FIELD_NO, termOf } from '../lib/events/terms';

/** New values kept before the older half of the memory is given up. At about 200 bytes each, both halves stay below 20 MB. */
const GENERATION_VALUES_MAX = 50_000;
const FIELDS = Math.max(...Object.values(TERM_FIELD_NO)) + 1;

/** A dictionary value of one zone, with the counts of the batch that touched it last. */
export interface Term {
	readonly zone: ZoneState;
	readonly field: number;
	readonly value: string;
	/** 0 until Postgres has said it. */
	termNo: number;
	/** Whose counts these are: events of one hour, and for decisions of one minute. */
	owner: object | null;
	hour: number;
	hourEvents: number;
	minute: number;
	minuteEvents: number;
}

/** Recently used values of one field of one zone, in two generations: what is used moves to the newer one. */
interface FieldTerms {
	generation: number;
	recent: Map<string, Term>;
	older: Map<string, Term>;
}

export class ZoneState {
	/** 0 until Postgres has said it. */
	zoneNo = 0;
	/** Where the chain will stand when all that is prepared is written; null: unknown until the head is locked. */
	predicted: ChainHead | null = null;
	/** Stands for "no decision" in the minute rollup. */
	readonly noDecision: Term;
	readonly fields: FieldTerms[];

	constructor(
		readonly zoneId: string,
		generation: number,
	) {
		this.noDecision = newTerm(this, TERM_FIELD_NO.decision, '');
		this.fields = Array.from({ length: FIELDS }, () => ({ generation, recent: new Map(), older: new Map() }));
	}
}

function newTerm(zone: ZoneState, field: number, value: string): Term {
	return { zone, field, value, termNo: 0, owner: null, hour: 0, hourEvents: 0, minute: 0, minuteEvents: 0 };
}

/** Zones and dictionary values by their text, with the numbers the database gives them. Bounded. */
export class Dictionary {
	private generation = 0;
	private values = 0;
	private users = 0;
	private recentZones = new Map<string, ZoneState>();
	private olderZones = new Map<string, ZoneState>();

	constructor(private readonly sql: SqlClient) {}

	/** Says that a batch is being prepared: nothing is forgotten until it is done, so that it never meets two states of one zone. */
	enter(): void {
		if (this.users === 0 && this.values > GENERATION_VALUES_MAX) {
			this.generation++;
			this.values = 0;
			this.olderZones = this.recentZones;
			this.recentZones = new Map();
		}
		this.users++;
	}

	leave(): void {
		this.users--;
	}

	zone(zoneId: string): ZoneState {
		const known = this.recentZones.get(zoneId);
		if (known !== undefined) return known;
		const zone = this.olderZones.get(zoneId) ?? new ZoneState(zoneId, this.generation);
		this.recentZones.set(zoneId, zone);
		this.values++;
		return zone;
	}

	/** @param value of any length; cut by termOf */
	term(zone: ZoneState, field: number, value: string): Term {
		const terms = zone.fields[field];
		if (terms === undefined) throw new RangeError(`field ${field} is unknown`);
		if (terms.generation !== this.generation) {
			terms.older = terms.generation === this.generation - 1 ? terms.recent : new Map();
			terms.recent = new Map();
			terms.generation = this.generation;
		}
		const known = terms.recent.get(value);
		if (known !== undefined) return known;
		const cut = termOf(value);
		const term = terms.recent.get(cut) ?? terms.older.get(cut) ?? newTerm(zone, field, cut);
		if (!terms.recent.has(cut)) this.values++;
		terms.recent.set(cut, term);
		return term;
	}

	/** Forgets where the chains stand, after a write failed. */
	forgetHeads(): void {
		for (const zones of [this.recentZones, this.olderZones]) for (const zone of zones.values()) zone.predicted = null;
	}

	/** Gets the numbers that are still unknown, making zones and values that are new. */
	async resolve(zones: readonly ZoneState[], terms: readonly Term[]): Promise<void> {
		const unknown = zones.filter((zone) => zone.zoneNo === 0);
		if (unknown.length > 0) {
			const numbers = await resolveZones(
				this.sql,
				unknown.map((zone) => zone.zoneId),
			);
			for (const zone of unknown) zone.zoneNo = numbers.get(zone.zoneId) ?? 0;
		}
		const open = [...new Set(terms.filter((term) => term.termNo === 0))];
		if (open.length === 0) return;
		const numbers = await resolveTerms(
			this.sql,
			open.map((term) => ({ zoneNo: term.zone.zoneNo, field: term.field, value: term.value })),
		);
		open.forEach((term, i) => {
			term.termNo = numbers[i] ?? 0;
		});
	}
}
