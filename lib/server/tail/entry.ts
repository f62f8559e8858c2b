import 'server-only';
import type { TailPosition } from '../../tail/position';
import type { TailEvent } from './tail-event';

/** What one JSON of an event and its parsed parts take besides its record, about. */
const EVENT_BYTES = 3000;

/** Some events that follow each other in the order of the ledger, and where a reader stands behind them. */
export class TailEntry {
	readonly bytes: number;
	/** Events by zone. */
	readonly zones: ReadonlyMap<string, number>;

	constructor(
		readonly events: readonly TailEvent[],
		readonly before: TailPosition,
		readonly after: TailPosition,
	) {
		this.bytes = events.reduce((sum, event) => sum + event.bytes + EVENT_BYTES, 0);
		const zones = new Map<string, number>();
		for (const { zoneId } of events) zones.set(zoneId, (zones.get(zoneId) ?? 0) + 1);
		this.zones = zones;
	}
}
