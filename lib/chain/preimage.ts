import type { AuditEvent } from '../events/contract';
import { ByteSink } from './byte-sink';
import { PrefixViews, sha256 } from './sha256';

/** Positions of the hashed parts (wire reference 3.5, step 5). */
export const PART = {
	id: 0,
	zoneId: 1,
	eventType: 2,
	requestId: 3,
	decision: 4,
	policySetId: 5,
	policySetVersionId: 6,
	manifestSha: 7,
	evaluationStatus: 8,
	determiningPolicies: 9,
	diagnostics: 10,
	metadata: 11,
} as const;
export const PART_COUNT = 12;
export const FIRST_JSON_PART = PART.determiningPolicies;

const SEPARATOR = 0x1f;
const BYTES_START = 64 * 1024;
const BYTES_KEPT_MAX = 1024 * 1024;

/** Microseconds from 1970 to 2000, where Postgres's clock starts. */
const POSTGRES_EPOCH_MICROS = 946_684_800_000_000;
/** Up to here a double holds the instant exactly, counted from 1970 as well as from 2000. */
const EXACT_MICROS_MAX = 8_000_000_000_000_000n;
const TWO_32 = 4_294_967_296;
const MICROS_PER_MINUTE = 60_000_000;

/**
 * One event as the bytes its content hash is taken over, with the place of every part. The parts are in the form the ledger
 * stores, so its row is made from them too. Reused from event to event.
 */
export class EventPreimage {
	readonly sink = new ByteSink(BYTES_START);
	/** Where each part ends; it begins one byte after the end of the part before. */
	readonly ends = new Int32Array(PART_COUNT);
	/** Whether each of the three JSON parts is absent (SQL NULL; hashed as the text `null`). */
	readonly absent = [false, false, false];
	/** occurred_at in Postgres's binary form: microseconds since 2000-01-01 as two 32-bit halves. */
	timeHigh = 0;
	timeLow = 0;
	/** Whole minutes since 1970-01-01, rounded down. */
	minute = 0;
	private parts = 0;
	private readonly views = new PrefixViews(this.sink.bytes);

	begin(): void {
		this.sink.reset(BYTES_KEPT_MAX);
		this.parts = 0;
		this.absent[0] = false;
		this.absent[1] = false;
		this.absent[2] = false;
	}

	/** Closes the part whose bytes were just put into the sink. */
	endPart(): void {
		this.ends[this.parts++] = this.sink.end;
		this.sink.reserve(1);
		this.sink.putByte(SEPARATOR);
	}

	/** Closes a JSON part that is absent. */
	endAbsentJson(): void {
		this.absent[this.parts - FIRST_JSON_PART] = true;
		this.sink.reserve(4);
		this.sink.putAscii('null');
		this.endPart();
	}

	/** Sets occurred_at from microseconds since 1970, at most 8e15 either way, and closes the preimage. */
	endWithMicros(micros: number): void {
		const since2000 = micros - POSTGRES_EPOCH_MICROS;
		this.timeHigh = Math.floor(since2000 / TWO_32);
		this.timeLow = since2000 - this.timeHigh * TWO_32;
		this.minute = Math.floor(micros / MICROS_PER_MINUTE);
		this.putNanos(micros);
	}

	/** Writes the nanoseconds in decimal, digit by digit: a number as a string costs seven times as much. */
	private putNanos(micros: number): void {
		const { sink } = this;
		sink.reserve(24);
		if (micros === 0) {
			sink.putByte(0x30);
			return;
		}
		if (micros < 0) sink.putByte(0x2d);
		const magnitude = Math.abs(micros);
		// two halves that fit 32-bit integers
		let high = Math.floor(magnitude / 100_000_000);
		let low = magnitude - high * 100_000_000;
		let digits = high > 0 ? 8 : 0;
		for (let rest = high > 0 ? high : low; rest > 0; rest = (rest / 10) | 0) digits++;
		const { bytes } = sink;
		let o = sink.end + digits;
		sink.end = o;
		for (let i = 0; i < 8 && i < digits; i++) {
			const tenth = (low / 10) | 0;
			bytes[--o] = 0x30 + low - tenth * 10;
			low = tenth;
		}
		for (; high > 0; high = (high / 10) | 0) bytes[--o] = 0x30 + (high % 10);
		sink.putByte(0x30);
		sink.putByte(0x30);
		sink.putByte(0x30);
	}

	/** The same for any instant. Nanoseconds beyond 1678 to 2262 wrap as Go's int64 does. */
	endWithBigMicros(micros: bigint): void {
		if (micros >= -EXACT_MICROS_MAX && micros <= EXACT_MICROS_MAX) {
			this.endWithMicros(Number(micros));
			return;
		}
		const since2000 = BigInt.asUintN(64, micros - BigInt(POSTGRES_EPOCH_MICROS));
		this.timeHigh = Number(BigInt.asIntN(32, since2000 >> 32n));
		this.timeLow = Number(since2000 & 0xffff_ffffn);
		const remainder = ((micros % 60_000_000n) + 60_000_000n) % 60_000_000n;
		this.minute = Number((micros - remainder) / 60_000_000n);
		this.sink.reserve(24);
		this.sink.putAscii(BigInt.asIntN(64, micros * 1000n).toString());
	}

	start(part: number): number {
		return part === 0 ? 0 : (this.ends[part - 1] as number) + 1;
	}

	end(part: number): number {
		return this.ends[part] as number;
	}

	text(part: number): string {
		return this.sink.text(this.start(part), this.end(part));
	}

	/** occurred_at as microseconds since 1970. */
	micros(): bigint {
		return (BigInt(this.timeHigh) << 32n) + BigInt(this.timeLow) + BigInt(POSTGRES_EPOCH_MICROS);
	}

	/** The content hash of the whole. */
	sha256(encoding: 'hex' | 'binary'): string {
		return sha256(this.views.prefix(this.sink.bytes, this.sink.end), encoding);
	}

	/** Reads an event whose parts are strings. */
	setEvent(event: AuditEvent): void {
		this.begin();
		for (const part of [
			event.id,
			event.zoneId,
			event.eventType,
			event.requestId,
			event.decision,
			event.policySetId,
			event.policySetVersionId,
			event.manifestSha,
			event.evaluationStatus,
			event.determiningPoliciesText,
			event.diagnosticsText,
			event.metadataText,
		]) {
			if (part === null) {
				this.endAbsentJson();
			} else {
				this.sink.putText(part);
				this.endPart();
			}
		}
		this.endWithBigMicros(event.occurredAt);
	}

	/** The event as strings. */
	toEvent(): AuditEvent {
		return {
			id: this.text(PART.id),
			zoneId: this.text(PART.zoneId),
			eventType: this.text(PART.eventType),
			requestId: this.text(PART.requestId),
			decision: this.text(PART.decision),
			policySetId: this.text(PART.policySetId),
			policySetVersionId: this.text(PART.policySetVersionId),
			manifestSha: this.text(PART.manifestSha),
			evaluationStatus: this.text(PART.evaluationStatus),
			determiningPoliciesText: this.absent[0] ? null : this.text(PART.determiningPolicies),
			diagnosticsText: this.absent[1] ? null : this.text(PART.diagnostics),
			metadataText: this.absent[2] ? null : this.text(PART.metadata),
			occurredAt: this.micros(),
		};
	}
}
