import { Frontier } from '../merkle/frontier';
import { TreeHasher } from '../merkle/hash';
import { levelOf } from '../merkle/ranges';
import type { Primitives } from '../primitives/primitives';
import type { OmittedEvents } from './entries';
import { BundleRejected } from './form';

/** The level of the complete subtree that events `[first, last]` are, or null when they are none. */
export function omittedLevel(first: number, last: number): number | null {
	const level = levelOf(last - first + 1);
	return level !== null && (first - 1) % (last - first + 1) === 0 ? level : null;
}

/** A zone's tree as a strip tells it, from left to right; at each place it gives the root a checkpoint there must have. */
export class StripTree {
	private readonly frontier: Frontier;

	constructor(primitives: Primitives) {
		this.frontier = new Frontier(new TreeHasher(primitives));
	}

	/** Events so far, there or omitted. */
	get size(): number {
		return this.frontier.size;
	}

	/** The next event, by its content hash (32 bytes). */
	addContent(contentSha256: Uint8Array): void {
		this.frontier.appendContent(contentSha256);
	}

	/**
	 * @throws BundleRejected when the events are not the next complete subtree
	 */
	addOmitted({ first, last, hash }: Omit<OmittedEvents, 'type'>): void {
		const level = omittedLevel(first, last);
		if (first !== this.size + 1) throw new BundleRejected(`After event #${this.size} comes #${this.size + 1}, not #${first}.`);
		if (level === null || level > 52) throw new BundleRejected(`Omitted events #${first} to #${last} are no complete subtree.`);
		this.frontier.append(level, hash);
	}

	root(): Uint8Array {
		return this.frontier.root();
	}
}
