import { BundleRejected } from '../form';
import type { EventFacts } from './event-facts';
import type { EventReader } from './event-reader';
import { EventScanner } from './event-scanner';
import type { LineBlock } from './line-reader';

const LINE_FEED = 0x0a;
/** No event line is shorter: the names of its fields alone are longer. */
const EVENT_BYTES_MIN = 384;
const HAS_PREV = 1;
const HAS_SIGNED = 2;

/**
 * The event lines of a block with which everything that concerns them alone is as it should be, in a form that passes between
 * threads. A line that is not among them is read again by whoever puts the pieces together.
 */
export interface SoundEvents {
	readonly count: number;
	/** Where each line begins, and where its line feed is. */
	readonly starts: Uint32Array;
	readonly ends: Uint32Array;
	readonly seqs: Float64Array;
	/** Content hash and stated hash of the event before, 32 bytes each. */
	readonly hashes: Uint8Array;
	readonly flags: Uint8Array;
	/** Which of `zones` each names. */
	readonly zoneOf: Uint32Array;
	readonly zones: readonly Uint8Array[];
}

/** Reads every event line of a block. */
export function soundEventsOf(reader: EventReader, { bytes, end }: LineBlock): SoundEvents {
	const max = Math.ceil(end / EVENT_BYTES_MIN);
	const [starts, ends, zoneOf] = [new Uint32Array(max), new Uint32Array(max), new Uint32Array(max)];
	const [seqs, hashes, flags] = [new Float64Array(max), new Uint8Array(64 * max), new Uint8Array(max)];
	const zones: Uint8Array[] = [];
	let count = 0;
	for (let start = 0, next = 0; start < end; start = next) {
		const isFound = EventScanner.isEvent(bytes, start) && isSound(reader, bytes, start, end);
		next = (isFound ? reader.end : bytes.indexOf(LINE_FEED, start)) + 1;
		if (!isFound) continue;
		const last = zones.at(-1);
		if (last === undefined || !reader.isOfZone(last)) zones.push(reader.zone().slice());
		starts[count] = start;
		ends[count] = reader.end;
		seqs[count] = reader.seq;
		hashes.set(reader.content, 64 * count);
		hashes.set(reader.prevHash, 64 * count + 32);
		flags[count] = (reader.hasPrev ? HAS_PREV : 0) | (reader.isAsSigned === true ? HAS_SIGNED : 0);
		zoneOf[count++] = zones.length - 1;
	}
	return { count, starts, ends, seqs, hashes, flags, zoneOf, zones };
}

function isSound(reader: EventReader, bytes: Uint8Array<ArrayBuffer>, start: number, limit: number): boolean {
	try {
		const { isAsStated, isAmbiguous, isAsSigned } = reader.read(bytes, start, limit);
		return isAsStated && !isAmbiguous && isAsSigned !== false;
	} catch (error) {
		// whoever puts the pieces together comes to the same error, in its place
		if (error instanceof BundleRejected) return false;
		throw error;
	}
}

/** Goes through the sound events of a block in their order. */
export class SoundCursor implements EventFacts {
	readonly content = new Uint8Array(32);
	readonly prevHash = new Uint8Array(32);
	readonly isAsStated = true;
	readonly isAmbiguous = false;
	end = 0;
	seq = 0;
	hasPrev = false;
	isAsSigned: true | null = null;
	private next = 0;
	private zone = new Uint8Array(0);

	constructor(private readonly events: SoundEvents) {}

	/** Goes on to the event whose line begins at `start`. @returns whether it is a sound one */
	at(start: number): boolean {
		const { count, starts, ends, seqs, hashes, flags, zoneOf, zones } = this.events;
		while (this.next < count && (starts[this.next] as number) < start) this.next++;
		const i = this.next;
		if (i === count || starts[i] !== start) return false;
		this.end = ends[i] as number;
		this.seq = seqs[i] as number;
		this.content.set(hashes.subarray(64 * i, 64 * i + 32));
		this.prevHash.set(hashes.subarray(64 * i + 32, 64 * i + 64));
		this.hasPrev = ((flags[i] as number) & HAS_PREV) !== 0;
		this.isAsSigned = ((flags[i] as number) & HAS_SIGNED) !== 0 ? true : null;
		this.zone = (zones[zoneOf[i] as number] ?? this.zone) as Uint8Array<ArrayBuffer>;
		return true;
	}

	isOfZone(zoneId: Uint8Array): boolean {
		const { zone } = this;
		if (zone.length !== zoneId.length) return false;
		for (let i = 0; i < zoneId.length; i++) if (zone[i] !== zoneId[i]) return false;
		return true;
	}
}
