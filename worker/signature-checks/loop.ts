import postgres from 'postgres';
import type { Statements } from '../../db/one-connection';
import { readerOn } from '../../db/queries/reader';
import { checkFacts } from '../../db/signature-checks/facts';
import { answerCheck, listenForChecks, type OpenCheck, pruneChecks, takeCheck } from '../../db/signature-checks/open';
import { type CheckKeys, checkEvent, type EventCheck } from '../../lib/chain/check-event';
import { formatCheckDetail } from '../../lib/evidence/check-detail';
import { AskedLoop, type AskedLoopOptions } from '../asked-loop';

export interface SignatureChecksOptions extends AskedLoopOptions {
	readonly keys: CheckKeys;
}

/** What ails one event, such as a page of the table that cannot be read, is its answer and holds up no other check. */
async function judged(pg: () => Statements, { zoneNo, seq }: OpenCheck, { keys, log }: SignatureChecksOptions): Promise<EventCheck> {
	await pg()`savepoint facts`;
	try {
		const facts = await checkFacts(
			readerOn(() => pg()),
			zoneNo,
			seq,
		);
		if (facts === null) return { state: 'failed', parts: [] };
		const { row, kept, before, isEarlierKept } = facts;
		return checkEvent({ row: { ...row, event: row }, kept, before, isEarlierKept, keys });
	} catch (error) {
		if (!(error instanceof postgres.PostgresError)) throw error;
		log.warn({ reason: error.message, zoneNo, seq }, 'an event could not be read for its signature check');
		await pg()`rollback to savepoint facts`;
		return { state: 'failed', parts: [] };
	}
}

/** Answers the checks of signatures people ask for. */
export class SignatureChecks extends AskedLoop {
	constructor(options: SignatureChecksOptions) {
		super(options, {
			what: 'signature checks',
			listen: listenForChecks,
			prune: pruneChecks,
			async turn(pg) {
				const open = await takeCheck(pg());
				if (open === null) return false;
				const { state, parts } = await judged(pg, open, options);
				await answerCheck(pg(), open.checkNo, state, formatCheckDetail(parts));
				return true;
			},
		});
	}
}
