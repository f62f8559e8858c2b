import type { Primitives } from '../../primitives/primitives';
import type { KeptBytes } from '../entries';
import { type EventFacts, sameBytes32 } from './event-facts';
import { EventScanner } from './event-scanner';

/** Content hash (32 bytes) of the event that a signed entry holds, or null when it holds none. */
export type ContentHashOf = (kept: KeptBytes) => Uint8Array | null;

/** Reads event lines one after the other and does what can be done for each by itself. */
export class EventReader implements EventFacts {
	readonly content = new Uint8Array(32);
	/** Where the line feed of the line is. */
	end = 0;
	isAsStated = false;
	isAsSigned: boolean | null = null;
	private readonly scanner: EventScanner;

	constructor(
		private readonly primitives: Primitives,
		private readonly contentHashOf: ContentHashOf | undefined,
	) {
		this.scanner = new EventScanner(contentHashOf !== undefined);
	}

	get seq(): number {
		return this.scanner.seq;
	}

	get hasPrev(): boolean {
		return this.scanner.hasPrev;
	}

	get prevHash(): Uint8Array {
		return this.scanner.prevHash;
	}

	get isAmbiguous(): boolean {
		return this.scanner.isAmbiguous;
	}

	/**
	 * Reads the line that begins at `start` and ends before `limit`; what it says is valid until the next is read.
	 * @throws BundleRejected when the line is not exactly in its form
	 */
	read(bytes: Uint8Array<ArrayBuffer>, start: number, limit: number): this {
		const { scanner, content } = this;
		this.end = scanner.read(bytes, start, limit);
		this.primitives.sha256Into(scanner.preimage.view(), content, 0);
		this.isAsStated = sameBytes32(content, scanner.statedHash);
		this.isAsSigned = null;
		if (this.contentHashOf !== undefined && scanner.kept !== null) {
			const found = this.contentHashOf(scanner.kept);
			this.isAsSigned = found !== null && sameBytes32(found, content);
		}
		return this;
	}

	isOfZone(zoneId: Uint8Array): boolean {
		return this.scanner.isOfZone(zoneId);
	}

	/** The zone that the event names. */
	zone(): Uint8Array {
		return this.scanner.zone();
	}
}
