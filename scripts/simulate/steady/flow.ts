import type { Entry } from '../entry';
import type { Wire } from '../producers/audit-entry';
import type { Actor, ZoneState } from './zone-state';

/** What one thing that happens writes. */
export interface Flow {
	/** Belongs to it and follows within seconds. */
	readonly now: readonly Entry[];
	/** May follow much later (an approval); left out when the run ends before. */
	readonly later?: readonly Later[];
}

export interface Later {
	readonly entry: Entry;
	/** Who must still be able to act by then, or it does not happen; null asks for nobody. */
	readonly actor: Actor | null;
}

/** A kind of thing that happens, at a moment, in a zone. */
export type FlowMaker = (state: ZoneState, wire: Wire, atMs: number) => Flow;
