import { isUtf8 } from 'node:buffer';
import { putLedgerRow } from '../db/ledger/ledger-row';
import { type Partitions, partitionOfMinute } from '../db/ledger/partitions';
import { beginIntegers, beginSearchRow, putInteger, putKey, putNull } from '../db/ledger/search-row';
import { concernsAuthority } from '../lib/authority/facts';
import { BytesCache, textCache } from '../lib/chain/bytes-cache';
import { JsonRejected } from '../lib/chain/json-rejected';
import { EventPreimage, PART } from '../lib/chain/preimage';
import { sha256 } from '../lib/chain/sha256';
import { authorityEvent } from '../lib/events/authority-entry';
import { type AuditEvent, DATA_BYTES_MAX } from '../lib/events/contract';
import { parseErrorReason } from '../lib/events/parse';
import { DataParser } from '../lib/events/parse-data';
import { ParsedView } from '../lib/events/parse-view';
import { type Projection, projectEvent, projectView } from '../lib/events/project';
import { TERM_FIELD_NO } from '../lib/events/terms';
import { type EntryPlace, readEntryId } from '../lib/streams/entry-place';
import { type AuthorityStream, type DataStream, isDataStream, STREAM_NO } from '../lib/streams/names';
import type { LaneBatch } from './lane-batch';
import type { Dictionary, Term, ZoneState } from './lane-dictionary';
import { entryBytes, fieldValue } from './lane-entry';
import { type Linker, putZoneNumbers } from './lane-link';
import type { EntryOutcome, RawEntry } from './lane-types';
import { DataVerifier, FieldsVerifier, SignatureHex } from './lane-verify';

const DATA = Buffer.from('data');
const SIG = Buffer.from('sig');
const STREAM_SIG = Buffer.from('_sig');

/** Entries prepared without letting the connection to Postgres have its turn; without the pauses ingest is a third slower. */
const SLICE_ENTRIES = 20;
const SLICE_BYTES = 64 * 1024;

export const MISSING_DATA = 'missing_data_field';
export const BAD_SIGNATURE = 'hmac_verify_failed';
const BAD_UTF8 = 'json_parse_error:invalid UTF-8';
const TOO_LONG = `json_parse_error:data longer than ${DATA_BYTES_MAX} bytes`;

const pause = () => new Promise<void>((resolve) => setImmediate(resolve));

export interface PreparerOptions {
	readonly auditHmacKey: Buffer | null;
	readonly streamsHmacKey: Buffer | null;
	readonly dictionary: Dictionary;
	readonly partitions: Partitions;
	readonly linker: Linker;
}

/** Turns entries into the rows of a batch: verify, parse, hash, project, encode, count. */
export class Preparer {
	private readonly verifier: DataVerifier;
	private readonly fieldsVerifier: FieldsVerifier | null;
	private readonly parser = new DataParser();
	private readonly view = new ParsedView(this.parser);
	/** Events of authority entries, and of those asked for by content. */
	private readonly preimage = new EventPreimage();
	private readonly signature = new SignatureHex();
	private readonly place: EntryPlace = { ms: 0, seq: 0, isExact: true };
	private readonly zoneIds = textCache();
	/** Hashes of request IDs: the events of one request lie close together. */
	private readonly requestHashes = new BytesCache((from, start, end) => sha256(from.text(start, end), 'binary'));
	private lastHour = Number.NaN;
	private lastPartition = 0;

	constructor(private readonly options: PreparerOptions) {
		this.verifier = new DataVerifier(options.auditHmacKey);
		this.fieldsVerifier = options.streamsHmacKey === null ? null : new FieldsVerifier(options.streamsHmacKey);
	}

	/**
	 * Prepares `batch` from those of `entries` that have no outcome yet, and settles the outcome of those that are rejected.
	 * When it resolves, zones, terms and months exist and the batch is chained to where its zones are expected to stand.
	 */
	async prepare(batch: LaneBatch, entries: readonly RawEntry[], outcomes: (EntryOutcome | undefined)[]): Promise<void> {
		const { dictionary, partitions, linker } = this.options;
		dictionary.enter();
		try {
			batch.reset(entries);
			await this.addEntries(batch, entries, outcomes);
			if (batch.rows === 0) return;
			batch.seal();
			await dictionary.resolve(
				batch.zones.map((zone) => zone.state),
				batch.openTerms.map((open) => open.term),
			);
			putZoneNumbers(batch);
			for (const { at, term } of batch.openTerms) batch.search.view.setInt32(at, term.termNo);
			const { hours, minutes } = batch.counts.take();
			batch.hours = hours;
			batch.minutes = minutes;
			await partitions.ensure('ledger_events', batch.partitions);
			await partitions.ensure('search_events', batch.partitions);
			linker.predict(batch);
		} finally {
			dictionary.leave();
		}
	}

	private async addEntries(batch: LaneBatch, entries: readonly RawEntry[], outcomes: (EntryOutcome | undefined)[]): Promise<void> {
		let sliceEntries = 0;
		let sliceBytes = 0;
		for (let i = 0; i < entries.length; i++) {
			const entry = entries[i];
			if (entry === undefined || outcomes[i] !== undefined) continue;
			const { stream } = entry;
			const reason = isDataStream(stream) ? this.addData(batch, stream, entry, i) : this.addAuthority(batch, stream, entry, i);
			if (reason !== null) outcomes[i] = { kind: 'rejected', reason };
			sliceBytes += entryBytes(entry.fields);
			if (++sliceEntries < SLICE_ENTRIES && sliceBytes < SLICE_BYTES) continue;
			sliceEntries = 0;
			sliceBytes = 0;
			await pause();
		}
	}

	/** Adds an entry with `data` and `sig`, or says why it is rejected. */
	private addData(batch: LaneBatch, stream: DataStream, entry: RawEntry, index: number): string | null {
		const { verifier, parser, signature } = this;
		const data = fieldValue(entry.fields, DATA);
		if (data === undefined) return MISSING_DATA;
		const sig = fieldValue(entry.fields, SIG);
		const isHex = sig !== undefined && signature.read(sig);
		if (!isHex && this.options.auditHmacKey !== null) return BAD_SIGNATURE;
		if (data.length > DATA_BYTES_MAX) return verifier.isValidUnloaded(data, signature) ? TOO_LONG : BAD_SIGNATURE;
		verifier.load(data);
		if (!verifier.isValid(signature)) return BAD_SIGNATURE;
		if (!isUtf8(data)) return BAD_UTF8;
		try {
			parser.read(verifier.scratch, verifier.from, verifier.scratch.end);
		} catch (error) {
			if (error instanceof JsonRejected) return parseErrorReason(error);
			throw error;
		}
		this.addEvent(batch, entry, index, parser.preimage, projectView(this.view.refresh()), isHex ? signature.bytes : null);
		batch.segmentBytes.addData(stream, entry.entryId, this.place, data, sig ?? null, isHex && signature.isLower ? signature.bytes : null);
		return null;
	}

	/** Adds an entry of an authority stream, or says why it is rejected. */
	private addAuthority(batch: LaneBatch, stream: AuthorityStream, entry: RawEntry, index: number): string | null {
		const { entryId, fields } = entry;
		const sig = fieldValue(fields, STREAM_SIG);
		const isHex = sig !== undefined && this.signature.read(sig);
		if (this.fieldsVerifier !== null && !(isHex && this.fieldsVerifier.isValid(stream, fields, this.signature))) return BAD_SIGNATURE;
		const read = authorityEvent(stream, entryId, fields);
		if (!read.ok) return read.reason;
		const { event } = read;
		this.preimage.setEvent(event);
		batch.receipts.push({ row: batch.rows, streamNo: STREAM_NO[stream], outboxId: event.id, occurredAt: event.occurredAt });
		this.addEvent(batch, entry, index, this.preimage, projectEvent(event), isHex ? this.signature.bytes : null);
		batch.segmentBytes.addFields(stream, entryId, this.place, fields);
		return null;
	}

	private addEvent(
		batch: LaneBatch,
		entry: RawEntry,
		index: number,
		preimage: EventPreimage,
		projection: Projection,
		signature: Buffer | null,
	): void {
		const { place } = this;
		const zone = this.options.dictionary.zone(this.zoneIds.get(preimage.sink, preimage.start(PART.zoneId), preimage.end(PART.zoneId)));
		const hour = Math.floor(preimage.minute / 60);
		if (hour !== this.lastHour) {
			this.lastHour = hour;
			this.lastPartition = partitionOfMinute(preimage.minute);
		}
		const row = batch.addRow(index, zone, this.lastPartition);
		if (concernsAuthority(projection.eventType)) batch.authorityRows.push(row);
		readEntryId(entry.entryId, place);
		putLedgerRow(
			batch.ledger,
			preimage,
			STREAM_NO[entry.stream],
			place,
			row,
			preimage.sha256('binary'),
			signature,
			this.options.linker.chained,
		);
		this.addSearchRow(batch, preimage, zone, projection, hour);
	}

	private addSearchRow(batch: LaneBatch, preimage: EventPreimage, zone: ZoneState, projection: Projection, hour: number): void {
		const out = batch.search;
		beginSearchRow(out, preimage.timeHigh, preimage.timeLow);
		this.putTerm(batch, zone, TERM_FIELD_NO.eventType, projection.eventType, hour);
		const decision = this.putTerm(batch, zone, TERM_FIELD_NO.decision, projection.decision, hour);
		batch.counts.countMinute(decision ?? zone.noDecision, preimage.minute);
		this.putTerm(batch, zone, TERM_FIELD_NO.reason, projection.reason, hour);
		this.putTerm(batch, zone, TERM_FIELD_NO.application, projection.application, hour);
		this.putTerm(batch, zone, TERM_FIELD_NO.resource, projection.resource, hour);
		this.putTerm(batch, zone, TERM_FIELD_NO.policyVersion, projection.policyVersion, hour);
		this.putTerm(batch, zone, TERM_FIELD_NO.host, projection.host, hour);
		if (projection.latencyMs === null) putNull(out);
		else putInteger(out, projection.latencyMs);
		const start = preimage.start(PART.requestId);
		const end = preimage.end(PART.requestId);
		if (start === end) putNull(out);
		else putKey(out, this.requestHashes.get(preimage.sink, start, end));
		if (projection.labels.length === 0) putNull(out);
		else this.putLabels(batch, zone, projection.labels, hour);
	}

	private putTerm(batch: LaneBatch, zone: ZoneState, field: number, value: string | null, hour: number): Term | null {
		if (value === null) {
			putNull(batch.search);
			return null;
		}
		return this.putNumber(batch, this.options.dictionary.term(zone, field, value), hour);
	}

	private putNumber(batch: LaneBatch, term: Term, hour: number): Term {
		const at = putInteger(batch.search, term.termNo);
		if (term.termNo === 0) batch.openTerms.push({ at, term });
		batch.counts.countHour(term, hour);
		return term;
	}

	/** Labels that differ but are one value of the dictionary are one label. */
	private putLabels(batch: LaneBatch, zone: ZoneState, labels: readonly string[], hour: number): void {
		const terms = new Set<Term>();
		for (const label of labels) terms.add(this.options.dictionary.term(zone, TERM_FIELD_NO.label, label));
		beginIntegers(batch.search, terms.size);
		for (const term of terms) this.putNumber(batch, term, hour);
	}

	/** The event of an entry that was accepted before, for comparing it with what the ledger holds. */
	eventOf(entry: RawEntry): AuditEvent {
		if (!isDataStream(entry.stream)) {
			const read = authorityEvent(entry.stream, entry.entryId, entry.fields);
			if (!read.ok) throw new Error('an accepted entry cannot be read again');
			return read.event;
		}
		const data = fieldValue(entry.fields, DATA);
		if (data === undefined) throw new Error('an accepted entry cannot be read again');
		this.verifier.load(data);
		this.parser.read(this.verifier.scratch, this.verifier.from, this.verifier.scratch.end);
		return this.parser.preimage.toEvent();
	}
}
