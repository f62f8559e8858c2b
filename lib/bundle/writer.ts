import { signNote } from '../checkpoint/sign';
import type { Signer } from '../checkpoint/signer-key';
import type { Primitives } from '../primitives/primitives';
import { compareText, toHex, utf8Bytes } from '../primitives/text';
import type { BundleEntry } from './entries';
import { BundleRejected, LINE_BYTES_MAX, noCounts, STATEMENT_TYPES, sealText } from './form';
import { checkpointLine, eventLine, manifestLine, omittedLine, sealLine, statementLine, trailerLine, zoneLine } from './lines';

/** Bytes gathered before they are handed on. */
const CHUNK_BYTES = 256 * 1024;

export interface BundleWriterOptions {
	readonly primitives: Primitives;
	/** Who signs the whole; without any, what accompanies the events is nobody's word. */
	readonly sealers: readonly Signer[];
	/** Seconds since 1970, for sealers that are cosigners. */
	readonly sealedAtSeconds: number | null;
}

/** Holds entries to the order of the format, so that what is written can be read. */
class Order {
	private stage = -1;
	private zoneId: string | null = null;
	private position = 0;
	readonly counts = noCounts();

	private enter(stage: number, what: string): void {
		if (stage < this.stage) throw new BundleRejected(`${what} does not stand here.`);
		if (stage > 0 && this.stage < 0) throw new BundleRejected('A bundle begins with its manifest.');
		this.stage = stage;
	}

	private advance(first: number, last: number): void {
		if (first !== this.position + 1) throw new BundleRejected(`After event #${this.position} comes #${this.position + 1}, not #${first}.`);
		this.position = last;
	}

	line(entry: BundleEntry): string {
		switch (entry.type) {
			case 'manifest':
				if (this.stage >= 0) throw new BundleRejected('A bundle has one manifest.');
				this.enter(0, 'A manifest');
				return manifestLine(entry);
			case 'zone':
				this.enter(1, 'A zone');
				if (this.zoneId !== null && compareText(entry.zoneId, this.zoneId) <= 0)
					throw new BundleRejected('Zones stand in the order of their IDs.');
				this.zoneId = entry.zoneId;
				this.position = 0;
				this.counts.zones++;
				return zoneLine(entry);
			case 'event':
				this.inZone();
				this.advance(entry.seq, entry.seq);
				this.counts.events++;
				return eventLine(entry);
			case 'omitted':
				this.inZone();
				this.advance(entry.first, entry.last);
				this.counts.omitted++;
				return omittedLine(entry);
			case 'checkpoint':
				this.inZone();
				if (entry.size !== this.position)
					throw new BundleRejected(`A checkpoint of ${entry.size} events stands behind event #${entry.size}.`);
				this.counts.checkpoints++;
				return checkpointLine(entry);
			default:
				this.enter(2 + STATEMENT_TYPES.indexOf(entry.type), 'A statement');
				this.counts[entry.type]++;
				return statementLine(entry);
		}
	}

	private inZone(): void {
		if (this.stage !== 1) throw new BundleRejected('Events and checkpoints stand behind their zone.');
	}
}

/**
 * Writes a bundle as it comes. The same entries give the same bytes (Ed25519 signatures are deterministic).
 * @throws BundleRejected when entries are not in the format's order or one is too long
 */
export async function* writeBundle(
	entries: AsyncIterable<BundleEntry> | Iterable<BundleEntry>,
	{ primitives, sealers, sealedAtSeconds }: BundleWriterOptions,
): AsyncGenerator<Uint8Array, void, undefined> {
	const order = new Order();
	const digest = primitives.runningSha256();
	let gathered = '';
	for await (const entry of entries) {
		const line = order.line(entry);
		if (line.length > LINE_BYTES_MAX / 3 && utf8Bytes(line).length > LINE_BYTES_MAX)
			throw new BundleRejected('An entry is too long for a bundle.');
		gathered += `${line}\n`;
		if (gathered.length < CHUNK_BYTES) continue;
		const chunk = utf8Bytes(gathered);
		gathered = '';
		digest.update(chunk);
		yield chunk;
	}
	const body = utf8Bytes(gathered);
	digest.update(body);
	yield body;
	const bodyDigest = toHex(digest.digest());
	const trailer = utf8Bytes(`${trailerLine(order.counts, bodyDigest)}\n`);
	yield trailer;
	if (sealers.length === 0) return;
	yield utf8Bytes(`${sealLine(await signNote(sealText(bodyDigest), sealers, sealedAtSeconds))}\n`);
}
