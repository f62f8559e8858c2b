import { parseCheckpoint } from '../../checkpoint/checkpoint';
import { parseNote } from '../../checkpoint/note';
import { type OpenedNote, openNote } from '../../checkpoint/open';
import { NoteRejected } from '../../checkpoint/rejected';
import { fingerprint, sameKey, type VerifierKey } from '../../checkpoint/verifier-key';
import type { Primitives } from '../../primitives/primitives';
import { sameBytes, utf8Bytes } from '../../primitives/text';
import { BundleRejected } from '../form';
import { StripTree } from '../strip-tree';
import { type EventFacts, sameBytes32 } from './event-facts';
import type { Tally } from './tally';
import type { KeySource, Signatory, ZoneVerdict } from './verdict';

/** Keys a signature may hold under. */
export interface KnownKeys {
	readonly supplied: readonly VerifierKey[];
	readonly bundle: readonly VerifierKey[];
}

/** Which keys made the signatures that hold. */
export function signatoriesOf(primitives: Primitives, opened: OpenedNote, keys: KnownKeys): Signatory[] {
	return opened.held.map(({ key, seconds }) => ({
		name: key.name,
		keyId: key.id,
		fingerprint: fingerprint(primitives, key),
		source: keys.supplied.some((supplied) => sameKey(supplied, key)) ? 'supplied' : 'bundle',
		seconds,
	}));
}

/** A note's text, and how to check its signatures under all known keys, supplied ones first. */
export function openWith(primitives: Primitives, note: string, keys: KnownKeys): { text: string; open: () => Promise<OpenedNote> } {
	const parsed = parseNote(note);
	const others = keys.bundle.filter((key) => !keys.supplied.some((supplied) => sameKey(supplied, key)));
	return { text: parsed.text, open: () => openNote(primitives, parsed, [...keys.supplied, ...others]) };
}

/** Reads the strip of one zone from left to right and holds it against its checkpoints. Keeps no events. */
export class ZoneStrip {
	private readonly tree: StripTree;
	private readonly zoneBytes: Uint8Array;
	private readonly former = new Uint8Array(32);
	private formerSeq = 0;
	private events = 0;
	private firstSeq: number | null = null;
	private lastSeq: number | null = null;
	private checkpoints = 0;
	private readonly covered: Record<KeySource, { size: number; signatories: readonly Signatory[] } | null> = {
		supplied: null,
		bundle: null,
	};

	constructor(
		readonly zoneId: string,
		readonly origin: string,
		private readonly primitives: Primitives,
		private readonly tally: Tally,
	) {
		this.tree = new StripTree(primitives);
		this.zoneBytes = utf8Bytes(zoneId);
	}

	private place(line: number, seq: number | null = null) {
		return { line, zoneId: this.zoneId, seq };
	}

	event(event: EventFacts, line: number): void {
		const { tally } = this;
		const { seq, content } = event;
		if (seq !== this.tree.size + 1) throw new BundleRejected(`After event #${this.tree.size} comes #${this.tree.size + 1}, not #${seq}.`);
		if (!event.isAsStated) tally.fail('content', this.place(line, seq), 'What the event says does not give its content hash.');
		else if (!event.isOfZone(this.zoneBytes))
			tally.fail('content', this.place(line, seq), 'The event is of another zone than it stands under.');
		else tally.contents.checked++;
		this.link(event, line);
		if (event.isAmbiguous)
			tally.unknown(
				'reading',
				this.place(line, seq),
				'A value of the event holds the byte that separates values, so its hash allows another division of the same bytes.',
			);
		else tally.readings.checked++;
		if (event.isAsSigned === false)
			tally.fail('signed_bytes', this.place(line, seq), 'The signed bytes kept with the event do not say the same as it.');
		else if (event.isAsSigned) tally.signedBytes.checked++;
		this.tree.addContent(content);
		this.former.set(content);
		this.formerSeq = seq;
		this.events++;
		this.firstSeq ??= seq;
		this.lastSeq = seq;
	}

	private link({ seq, hasPrev, prevHash }: EventFacts, line: number): void {
		const { tally } = this;
		const isBehind = seq > 1 && this.formerSeq === seq - 1;
		if (seq === 1 && hasPrev) tally.fail('links', this.place(line, seq), 'The first event of a zone links to nothing.');
		else if (seq > 1 && !hasPrev) tally.fail('links', this.place(line, seq), 'The event does not link to the one before it.');
		else if (isBehind && !sameBytes32(prevHash, this.former))
			tally.fail('links', this.place(line, seq), `The event does not link to the content hash of #${seq - 1}.`);
		else if (seq === 1 || isBehind) tally.links.checked++;
	}

	omitted(first: number, last: number, hash: Uint8Array): void {
		this.tree.addOmitted({ first, last, hash });
	}

	async checkpoint(size: number, note: string, keys: KnownKeys, line: number): Promise<void> {
		const { tally } = this;
		const place = this.place(line);
		if (size !== this.tree.size) throw new BundleRejected(`A checkpoint of ${size} events stands behind event #${this.tree.size}.`);
		this.checkpoints++;
		const { text, open } = openWith(this.primitives, note, keys);
		const checkpoint = parseCheckpoint(text);
		if (checkpoint.origin !== this.origin)
			return tally.fail('tree', place, `The checkpoint is of ${checkpoint.origin}, not of ${this.origin}.`);
		if (checkpoint.size !== size) return tally.fail('tree', place, `The checkpoint is of ${checkpoint.size} events, not of ${size}.`);
		if (!sameBytes(checkpoint.root, this.tree.root()))
			return tally.fail('tree', place, `The events up to #${size} do not give the root of the checkpoint over them.`);
		tally.of('tree').checked++;
		const opened = await open();
		const [failed] = opened.failed;
		if (failed !== undefined)
			return tally.fail('signatures', place, `The signature of ${failed.name} on checkpoint ${size} does not hold.`);
		const signatories = signatoriesOf(this.primitives, opened, keys);
		for (const source of ['supplied', 'bundle'] as const) {
			const own = signatories.filter((signatory) => source === 'bundle' || signatory.source === source);
			if (own.length > 0) this.covered[source] = { size, signatories: own };
		}
		if (signatories.length > 0) tally.of('signatures').checked++;
	}

	/** Ends the strip: which events a signed checkpoint covers. */
	end(needed: KeySource, line: number): ZoneVerdict {
		const { tally, lastSeq } = this;
		const covered = this.covered[needed];
		if (lastSeq !== null) {
			if (covered === null) {
				const whose = needed === 'supplied' ? 'a key you supplied' : 'a key in the bundle';
				tally.unknown('coverage', this.place(line, lastSeq), `No checkpoint of zone ${this.zoneId} is signed by ${whose}.`);
			} else if (covered.size < lastSeq) {
				tally.unknown(
					'coverage',
					this.place(line, lastSeq),
					`Events of zone ${this.zoneId} after #${covered.size} stand behind the last checkpoint that is signed.`,
				);
			} else {
				tally.of('coverage').checked += this.events;
			}
		}
		return {
			zoneId: this.zoneId,
			origin: this.origin,
			events: this.events,
			firstSeq: this.firstSeq,
			lastSeq,
			isContiguous: this.firstSeq !== null && lastSeq !== null && lastSeq - this.firstSeq + 1 === this.events,
			checkpoints: this.checkpoints,
			provenSize: covered?.size ?? null,
			signatories: covered?.signatories ?? [],
		};
	}
}

/** Whether an error says that the bundle is not in its form, as against a fault of ours. */
export function isRejection(error: unknown): error is BundleRejected | NoteRejected {
	return error instanceof BundleRejected || error instanceof NoteRejected;
}
