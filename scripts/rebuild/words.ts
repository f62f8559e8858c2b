import type postgres from 'postgres';
import type { SqlClient } from '../../db/client';
import { emptyWords } from '../../db/rebuild/words';
import { unindexedEvents, zonesBehind } from '../../db/word-index/heads';
import { WordIndexWriter } from '../../worker/word-index/advance';
import { Progress } from './progress';

const PACE = { batchEvents: 4096, sliceEvents: 512, pause: async () => {} };

/** Makes the word index anew, as a worker would, but without rest. @returns what was done, in one line */
export async function rebuildWords(
	owner: postgres.Sql,
	worker: SqlClient,
	options: { readonly resume: boolean; readonly say: (line: string) => void },
): Promise<string> {
	if (!options.resume) await emptyWords(owner);
	const writer = new WordIndexWriter(worker);
	const progress = new Progress('words', await unindexedEvents(worker), options.say, () => performance.now());
	try {
		// what is appended meanwhile is left to the workers: without an end there would be none
		const targets = await zonesBehind(worker);
		for (const zone of targets) {
			for (let events = 1; events > 0; progress.add(events)) events = await writer.advance(zone.zoneNo, zone.ledgerSeq, PACE);
		}
	} finally {
		await writer.close();
	}
	const left = await unindexedEvents(worker);
	return left === 0 ? progress.end() : `${progress.end()}; ${left.toLocaleString('en')} more are left to the workers`;
}
