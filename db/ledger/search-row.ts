import type { ByteSink } from '../../lib/chain/byte-sink';
import { TERM_FIELD_NO } from '../../lib/events/terms';

/** Rows of `search_events` in Postgres's binary COPY form. @param table a partition, as with ledgerCopy */
export const searchCopy = (
	table: string,
) => `copy ${table} (occurred_at, chain_seq, zone_no, event_type_no, decision_no, reason_no, application_no,
	resource_no, policy_version_no, host_no, latency_ms, request_key, label_nos) from stdin (format binary)`;
const COLUMNS = 13;
const OCCURRED_AT = 6;
const CHAIN_SEQ = 18;
const ZONE_NO = 30;
const FIRST_TERM = 34;
const ROW_BYTES_MAX = FIRST_TERM + 7 * 8 + 8 + 12 + 4;
/** Length, dimensions, a flag, the element's type, size and lower bound of an array. */
const ARRAY_HEAD_BYTES = 24;
const INTEGER_OID = 23;
const TWO_32 = 4_294_967_296;

/** The dictionary-coded fields in the order of the columns. */
export const TERM_FIELDS = [
	TERM_FIELD_NO.eventType,
	TERM_FIELD_NO.decision,
	TERM_FIELD_NO.reason,
	TERM_FIELD_NO.application,
	TERM_FIELD_NO.resource,
	TERM_FIELD_NO.policyVersion,
	TERM_FIELD_NO.host,
] as const;

/** Begins a row; the terms, the latency, the request key and the labels follow in this order. Returns where the row begins. */
export function beginSearchRow(out: ByteSink, timeHigh: number, timeLow: number): number {
	out.reserve(ROW_BYTES_MAX);
	const { view } = out;
	const row = out.end;
	view.setInt16(row, COLUMNS);
	view.setInt32(row + OCCURRED_AT - 4, 8);
	view.setInt32(row + OCCURRED_AT, timeHigh);
	view.setUint32(row + OCCURRED_AT + 4, timeLow);
	view.setInt32(row + CHAIN_SEQ - 4, 8);
	view.setInt32(row + ZONE_NO - 4, 4);
	out.end = row + FIRST_TERM;
	return row;
}

/** Appends an integer column; returns where its value stands, for a number known later. */
export function putInteger(out: ByteSink, value: number): number {
	const at = out.end + 4;
	out.view.setInt32(at - 4, 4);
	out.view.setInt32(at, value);
	out.end = at + 4;
	return at;
}

export function putNull(out: ByteSink): void {
	out.view.setInt32(out.end, -1);
	out.end += 4;
}

/** Appends the request key: the first 8 characters of a hash, one per byte. */
export function putKey(out: ByteSink, hash: string): void {
	const { bytes } = out;
	out.view.setInt32(out.end, 8);
	for (let i = 0; i < 8; i++) bytes[out.end + 4 + i] = hash.charCodeAt(i);
	out.end += 12;
}

/** Appends the head of an array of integers; as many calls of putInteger must follow. */
export function beginIntegers(out: ByteSink, count: number): void {
	out.reserve(ARRAY_HEAD_BYTES + count * 8);
	const { view, end } = out;
	view.setInt32(end, ARRAY_HEAD_BYTES - 4 + count * 8);
	view.setInt32(end + 4, 1);
	view.setInt32(end + 8, 0);
	view.setInt32(end + 12, INTEGER_OID);
	view.setInt32(end + 16, count);
	view.setInt32(end + 20, 1);
	out.end = end + ARRAY_HEAD_BYTES;
}

export function setSearchZone(out: ByteSink, row: number, zoneNo: number): void {
	out.view.setInt32(row + ZONE_NO, zoneNo);
}

export function setSearchChainSeq(out: ByteSink, row: number, chainSeq: number): void {
	const high = Math.floor(chainSeq / TWO_32);
	out.view.setInt32(row + CHAIN_SEQ, high);
	out.view.setUint32(row + CHAIN_SEQ + 4, chainSeq - high * TWO_32);
}
