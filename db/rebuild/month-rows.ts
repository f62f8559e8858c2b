import type postgres from 'postgres';
import type { AuditEvent } from '../../lib/events/contract';
import { projectEvent } from '../../lib/events/project';
import { keyOf, TERM_FIELD_NO, type TermField, termOf } from '../../lib/events/terms';
import type { SqlClient } from '../client';
import { arrayText, textArrayText } from '../ledger/arrays';
import { resolveTerms } from '../ledger/terms';

/** Events of a page at most; they are projected without a pause. */
const PAGE_EVENTS = 2_000;
const PAGE_BYTES = 16 * 1024 * 1024;
/** Values whose numbers are remembered. */
const NUMBERS_MAX = 200_000;

const SINGLE_FIELDS = ['eventType', 'decision', 'reason', 'application', 'resource', 'policyVersion', 'host'] as const;

interface LedgerRow {
	readonly zone_no: number;
	readonly chain_seq: string;
	readonly at: string;
	readonly event_type: string;
	readonly request_id: string;
	readonly decision: string;
	readonly policy_set_version_id: string;
	readonly evaluation_status: string;
	readonly diagnostics_json: string | null;
	readonly metadata_json: string | null;
}

interface SearchRow {
	readonly row: LedgerRow;
	readonly terms: readonly (string | null)[];
	readonly labels: readonly string[];
	readonly latencyMs: number | null;
}

/** Fills the table beside a month of the projection from the ledger. */
export class MonthRows {
	/** Last position taken of each zone. Positions rise, so that later events of a month lie behind it. */
	private readonly taken = new Map<number, number>();
	private readonly numbers = new Map<string, number>();

	/**
	 * @param owner reads and writes
	 * @param worker makes values of the dictionary that are missing, in statements of their own
	 * @param suffix names the month
	 * @param table to be filled
	 */
	constructor(
		private readonly owner: postgres.Sql,
		private readonly worker: SqlClient,
		private readonly suffix: string,
		private readonly table: string,
	) {}

	/** Takes over what the ledger has and the table has not. @returns events taken */
	async fill(tell: (events: number) => void): Promise<number> {
		const zones = await this.owner<{ zone_no: number }[]>`select zone_no from zones order by zone_no`;
		let events = 0;
		for (const { zone_no: zoneNo } of zones) {
			for (let page = await this.page(zoneNo); page.length > 0; page = await this.page(zoneNo)) {
				await this.write(page);
				this.taken.set(zoneNo, Number(page.at(-1)?.chain_seq));
				events += page.length;
				tell(page.length);
			}
		}
		return events;
	}

	/** How far it has come, for `reset` when the transaction it went on in is undone. */
	mark(): ReadonlyMap<number, number> {
		return new Map(this.taken);
	}

	reset(mark: ReadonlyMap<number, number>): void {
		this.taken.clear();
		for (const [zoneNo, chainSeq] of mark) this.taken.set(zoneNo, chainSeq);
	}

	private page(zoneNo: number): Promise<LedgerRow[]> {
		return this.owner<LedgerRow[]>`
			select zone_no, chain_seq, occurred_at::text as at, event_type, request_id, decision, policy_set_version_id, evaluation_status,
				diagnostics_json, metadata_json
			from (select *, sum(coalesce(octet_length(diagnostics_json), 0) + coalesce(octet_length(metadata_json), 0))
					over (order by chain_seq rows between unbounded preceding and 1 preceding) as bytes_before
				from (select * from ${this.owner(`ledger_events_${this.suffix}`)}
					where zone_no = ${zoneNo} and chain_seq > ${this.taken.get(zoneNo) ?? 0} order by chain_seq limit ${PAGE_EVENTS}) e) w
			where coalesce(bytes_before, 0) < ${PAGE_BYTES} order by chain_seq`;
	}

	private async write(page: readonly LedgerRow[]): Promise<void> {
		const rows = page.map(projected);
		await this.resolve(rows);
		const column = (of: (row: SearchRow) => string | number | null) => `{${rows.map((row) => of(row) ?? 'NULL').join(',')}}`;
		const term = (i: number) => column(({ row, terms }) => this.numberOf(row.zone_no, SINGLE_FIELDS[i] ?? 'eventType', terms[i] ?? null));
		const labels = ({ row, labels: values }: SearchRow) =>
			values.length === 0 ? '' : arrayText(new Set(values.map((value) => this.numberOf(row.zone_no, 'label', value) ?? 0)));
		await this.owner`
			insert into ${this.owner(this.table)} (occurred_at, chain_seq, request_key, zone_no, event_type_no, decision_no, reason_no,
				application_no, resource_no, policy_version_no, host_no, latency_ms, label_nos)
			select o, c, k, z, t1, t2, t3, t4, t5, t6, t7, l, nullif(n, '')::integer[]
			from unnest(${textArrayText(page.map((row) => row.at))}::timestamptz[], ${column(({ row }) => row.chain_seq)}::bigint[],
				${column(({ row }) => (row.request_id === '' ? null : keyOf(row.request_id).toString()))}::bigint[],
				${column(({ row }) => row.zone_no)}::integer[], ${term(0)}::integer[], ${term(1)}::integer[], ${term(2)}::integer[],
				${term(3)}::integer[], ${term(4)}::integer[], ${term(5)}::integer[], ${term(6)}::integer[],
				${column((row) => row.latencyMs)}::integer[], ${textArrayText(rows.map(labels))}::text[])
				as r(o, c, k, z, t1, t2, t3, t4, t5, t6, t7, l, n)`;
	}

	/** Learns the numbers of all values of the rows. */
	private async resolve(rows: readonly SearchRow[]): Promise<void> {
		if (this.numbers.size > NUMBERS_MAX) this.numbers.clear();
		const wanted = new Map<string, { zoneNo: number; field: number; value: string }>();
		const want = (zoneNo: number, field: TermField, value: string) => {
			const key = keyText(zoneNo, field, value);
			if (!this.numbers.has(key)) wanted.set(key, { zoneNo, field: TERM_FIELD_NO[field], value });
		};
		for (const { row, terms, labels } of rows) {
			SINGLE_FIELDS.forEach((field, i) => {
				const value = terms[i] ?? null;
				if (value !== null) want(row.zone_no, field, value);
			});
			for (const label of labels) want(row.zone_no, 'label', label);
		}
		const found = await resolveTerms(this.worker, [...wanted.values()]);
		[...wanted.keys()].forEach((key, i) => {
			this.numbers.set(key, found[i] ?? 0);
		});
	}

	private numberOf(zoneNo: number, field: TermField, value: string | null): number | null {
		return value === null ? null : (this.numbers.get(keyText(zoneNo, field, value)) ?? null);
	}
}

function keyText(zoneNo: number, field: TermField, value: string): string {
	return `${zoneNo} ${TERM_FIELD_NO[field]} ${value}`;
}

function projected(row: LedgerRow): SearchRow {
	const event: AuditEvent = {
		id: '',
		zoneId: '',
		eventType: row.event_type,
		requestId: row.request_id,
		decision: row.decision,
		policySetId: '',
		policySetVersionId: row.policy_set_version_id,
		manifestSha: '',
		evaluationStatus: row.evaluation_status,
		determiningPoliciesText: null,
		diagnosticsText: row.diagnostics_json,
		metadataText: row.metadata_json,
		occurredAt: 0n,
	};
	const projection = projectEvent(event);
	return {
		row,
		terms: SINGLE_FIELDS.map((field) => (projection[field] === null ? null : termOf(projection[field]))),
		labels: projection.labels.map(termOf),
		latencyMs: projection.latencyMs,
	};
}
