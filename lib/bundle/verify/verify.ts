import { parseVerifierKey, type VerifierKey } from '../../checkpoint/verifier-key';
import { NoEd25519, type Primitives, type RunningSha256 } from '../../primitives/primitives';
import { compareText, toHex } from '../../primitives/text';
import { BUNDLE_FORMAT, type BundleManifest, BundleRejected, noCounts, STATEMENT_TYPES, sealText, ZONES_MAX } from '../form';
import { type ContentHashOf, EventReader } from './event-reader';
import { EventScanner } from './event-scanner';
import { lineBlocks } from './line-reader';
import { type PlainLine, readPlainLine } from './plain-lines';
import { type ReadAhead, type ReadBlock, readBlocks } from './read-ahead';
import { SoundCursor } from './sound-events';
import { Tally } from './tally';
import type { Outcome, Signatory, Verdict, ZoneVerdict } from './verdict';
import { checkLines, headlineOf, notProvenWords } from './words';
import { isRejection, openWith, signatoriesOf, ZoneStrip } from './zone-strip';

export interface VerifyOptions {
	readonly primitives: Primitives;
	/** Verifier key lines the caller trusts; with any, only what they sign is proven. */
	readonly keys?: readonly string[];
	/** Without it the signed bytes are carried along unread. */
	readonly contentHashOf?: ContentHashOf;
	/** Reads events of later blocks meanwhile; it must read them as `contentHashOf` does. */
	readonly ahead?: ReadAhead;
	/** Called now and then with the bytes read so far. */
	readonly onProgress?: (bytesRead: number) => void;
}

const LINE_FEED = 0x0a;
const NOWHERE = { line: 0, zoneId: null, seq: null };

/** One pass over a bundle. Memory: a line, a chunk, and O(log n) hashes, whatever the size. */
class Verification {
	private readonly tally = new Tally();
	private readonly counts = noCounts();
	private readonly zones: ZoneVerdict[] = [];
	private readonly reader: EventReader;
	private readonly digest: RunningSha256;
	private readonly supplied: readonly VerifierKey[];
	private bundleKeys: readonly VerifierKey[] = [];
	private manifest: BundleManifest | null = null;
	private strip: ZoneStrip | null = null;
	private line = 0;
	/** 0 before the manifest, 1 zones, 2 and up statements by type, then trailer and seal. */
	private stage = 0;
	private trailer: { readonly sha256: string } | null = null;
	private sealedBy: readonly Signatory[] = [];
	private bytesRead = 0;

	constructor(private readonly options: VerifyOptions) {
		const { primitives } = options;
		this.reader = new EventReader(primitives, options.contentHashOf);
		this.digest = primitives.runningSha256();
		this.supplied = (options.keys ?? []).map((key) => parseVerifierKey(primitives, key));
	}

	async run(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<Verdict> {
		try {
			for await (const block of readBlocks(lineBlocks(chunks), this.options.ahead)) await this.block(block);
			this.finish();
		} catch (error) {
			const place = { line: this.line, zoneId: this.strip?.zoneId ?? null, seq: null };
			if (isRejection(error)) this.tally.unknown('form', place, error.message);
			else if (error instanceof NoEd25519) this.tally.unknown('signatures', place, `${error.message} No signature could be checked.`);
			else throw error;
		}
		return this.verdict();
	}

	private async block({ bytes, end, sound }: ReadBlock): Promise<void> {
		const cursor = sound === null ? null : new SoundCursor(sound);
		let hashed = 0;
		for (let start = 0; start < end; ) {
			this.line++;
			if (this.strip !== null && this.stage === 1 && EventScanner.isEvent(bytes, start)) {
				const event = cursor?.at(start) ? cursor : this.reader.read(bytes, start, end);
				this.strip.event(event, this.line);
				this.counts.events++;
				start = event.end + 1;
				continue;
			}
			const feed = bytes.indexOf(LINE_FEED, start);
			const line = readPlainLine(bytes.subarray(start, feed));
			if (line.type === 'trailer' && this.trailer === null) {
				this.digest.update(bytes.subarray(hashed, start));
				hashed = end;
			}
			await this.plain(line);
			start = feed + 1;
		}
		if (this.trailer === null) this.digest.update(bytes.subarray(hashed, end));
		this.bytesRead += end;
		this.options.onProgress?.(this.bytesRead);
	}

	private enter(stage: number): void {
		if (stage < this.stage || this.trailer !== null) throw new BundleRejected('The line does not stand here.');
		if (stage > 1 && this.strip !== null) this.endStrip();
		this.stage = stage;
	}

	private endStrip(): void {
		if (this.strip === null) return;
		this.zones.push(this.strip.end(this.supplied.length > 0 ? 'supplied' : 'bundle', this.line));
		this.strip = null;
	}

	private async plain(line: PlainLine): Promise<void> {
		if ((this.manifest === null) !== (line.type === 'manifest'))
			throw new BundleRejected(`A bundle begins with its one ${BUNDLE_FORMAT} line.`);
		switch (line.type) {
			case 'manifest':
				this.manifest = line.manifest;
				this.bundleKeys = line.manifest.keys.map((key) => parseVerifierKey(this.options.primitives, key));
				this.stage = 1;
				return;
			case 'zone':
				this.enter(1);
				return this.zone(line.zoneId, line.origin);
			case 'omitted':
			case 'checkpoint': {
				this.enter(1);
				const { strip } = this;
				if (strip === null) throw new BundleRejected('Events and checkpoints stand behind their zone.');
				this.counts[line.type === 'omitted' ? 'omitted' : 'checkpoints']++;
				if (line.type === 'omitted') return strip.omitted(line.first, line.last, line.hash);
				return strip.checkpoint(line.size, line.note, { supplied: this.supplied, bundle: this.bundleKeys }, this.line);
			}
			case 'statement':
				this.enter(2 + STATEMENT_TYPES.indexOf(line.statement));
				this.counts[line.statement]++;
				return;
			case 'trailer':
				this.enter(2 + STATEMENT_TYPES.length);
				return this.end(line);
			case 'seal':
				return this.seal(line.note);
		}
	}

	private zone(zoneId: string, origin: string): void {
		const former = this.strip?.zoneId ?? this.zones.at(-1)?.zoneId;
		this.endStrip();
		if (former !== undefined && compareText(former, zoneId) >= 0) throw new BundleRejected('Zones stand in the order of their IDs.');
		if (++this.counts.zones > ZONES_MAX) throw new BundleRejected(`A bundle has at most ${ZONES_MAX} zones.`);
		this.strip = new ZoneStrip(zoneId, origin, this.options.primitives, this.tally);
	}

	private end({ counts, sha256 }: Extract<PlainLine, { type: 'trailer' }>): void {
		const { tally } = this;
		const place = { ...NOWHERE, line: this.line };
		this.trailer = { sha256 };
		if (toHex(this.digest.digest()) === sha256) tally.of('digest').checked++;
		else tally.fail('digest', place, 'The file does not have the digest its trailer states: it was changed after it was made.');
		if (JSON.stringify(counts) === JSON.stringify(this.counts)) tally.of('counts').checked++;
		else tally.fail('counts', place, 'The file does not have as many lines as its trailer states.');
	}

	private async seal(note: string): Promise<void> {
		const { primitives } = this.options;
		const place = { ...NOWHERE, line: this.line };
		if (this.trailer === null || this.stage !== 2 + STATEMENT_TYPES.length) throw new BundleRejected('The line does not stand here.');
		this.stage++;
		const keys = { supplied: this.supplied, bundle: this.bundleKeys };
		const { text, open } = openWith(primitives, note, keys);
		const opened = await open();
		const [failed] = opened.failed;
		if (text !== sealText(this.trailer.sha256)) return this.tally.fail('seal', place, 'The seal is over another file.');
		if (failed !== undefined) return this.tally.fail('seal', place, `The signature of ${failed.name} under the seal does not hold.`);
		this.sealedBy = signatoriesOf(primitives, opened, keys);
		if (this.sealedBy.length > 0) this.tally.of('seal').checked++;
		else this.tally.unknown('seal', place, 'The seal is signed by no known key.');
	}

	private finish(): void {
		if (this.line === 0) throw new BundleRejected('The file is empty.');
		if (this.trailer === null) throw new BundleRejected('The file is cut off: it has no trailer.');
		this.tally.of('form').checked = this.line;
		if (this.counts.events === 0) this.tally.unknown('coverage', NOWHERE, 'The bundle holds no event, so there is nothing to prove.');
	}

	private verdict(): Verdict {
		const { tally, zones, sealedBy } = this;
		const outcome: Outcome = tally.firstFailure !== null ? 'disproven' : tally.firstUnknown !== null ? 'cannot_tell' : 'proven';
		const keys = { supplied: this.supplied, bundle: this.bundleKeys };
		return {
			outcome,
			headline: headlineOf(outcome, tally, zones),
			firstFinding: tally.firstFailure ?? tally.firstUnknown,
			checks: checkLines(tally),
			zones,
			notProven: notProvenWords(zones, sealedBy, keys, this.options.contentHashOf !== undefined),
			counts: this.counts,
			manifest: this.manifest,
			sealedBy,
		};
	}
}

/**
 * Checks a bundle, trusting nothing in it that can be computed again. Streams: the bundle may be of any size.
 * @throws NoteRejected when a supplied key is none; whatever is wrong with the bundle is the verdict, not an error
 */
export async function verifyBundle(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, options: VerifyOptions): Promise<Verdict> {
	return new Verification(options).run(chunks);
}

/** Exit code of a command that verifies: 0 proven, 1 disproven, 2 cannot tell. */
export function exitCodeOf(outcome: Outcome): number {
	return { proven: 0, disproven: 1, cannot_tell: 2 }[outcome];
}
