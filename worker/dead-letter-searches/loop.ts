import type { Redis } from 'ioredis';
import { answerSearch, listenForSearches, pruneSearches, takeSearch } from '../../db/dead-letter-searches/open';
import { formatLetters } from '../../lib/streams/dead-letter';
import { AskedLoop, type AskedLoopOptions } from '../asked-loop';
import { lookThrough } from './look';

export interface DeadLetterSearchesOptions extends AskedLoopOptions {
	readonly redis: Redis;
}

/** Answers searches of the dead letters. One that fails is asked again as long as somebody waits for it. */
export class DeadLetterSearches extends AskedLoop {
	constructor(options: DeadLetterSearchesOptions) {
		super(options, {
			what: 'searches of the dead letters',
			listen: listenForSearches,
			prune: pruneSearches,
			async turn(pg) {
				const open = await takeSearch(pg());
				if (open === null) return false;
				const zoneIds = new Set(open.zoneIds);
				const mayTell = (zone: string | null) => open.everyZone || (zone !== null && zoneIds.has(zone));
				const { letters, ...looked } = await lookThrough(options.redis, open.asked, mayTell);
				await answerSearch(pg(), open.searchNo, { ...looked, letters: formatLetters(letters) });
				return true;
			},
		});
	}
}
