import 'server-only';
import { enqueueConsoleEvents } from '../../db/queries/outbox';
import { database } from './database';
import { endOfTurn } from './shared-read';

/** Most that goes into one statement. */
const TEXTS_MAX = 500;

interface Waiting {
	readonly texts: readonly string[];
	readonly resolve: () => void;
	readonly reject: (error: unknown) => void;
}

let waiting: Waiting[] = [];
let isWriting = false;

async function writeAll(): Promise<void> {
	isWriting = true;
	// what was read together is recorded together
	await endOfTurn();
	while (waiting.length > 0) {
		const batch: Waiting[] = [];
		for (let texts = 0; waiting[0] !== undefined && (batch.length === 0 || texts + waiting[0].texts.length <= TEXTS_MAX); ) {
			texts += waiting[0].texts.length;
			batch.push(waiting[0]);
			waiting = waiting.slice(1);
		}
		try {
			await enqueueConsoleEvents(
				database(),
				batch.flatMap((each) => each.texts),
			);
			for (const each of batch) each.resolve();
		} catch (error) {
			for (const each of batch) each.reject(error);
		}
	}
	isWriting = false;
}

/**
 * Puts console events into the outbox with those of other requests that come while the last statement is under way: each commit
 * waits for the disk, and commits that notify wait for each other besides.
 * @throws what the statement failed with, for all that were in it
 */
export function enqueueTogether(texts: readonly string[]): Promise<void> {
	return new Promise((resolve, reject) => {
		waiting.push({ texts, resolve, reject });
		if (!isWriting) void writeAll();
	});
}
