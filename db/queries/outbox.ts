import { sql } from 'drizzle-orm';
import { type Reader, rowsOf, texts } from './reader';

/**
 * Puts events of the console into its outbox, in this order, for a worker to take to their stream. In a transaction they are kept
 * if and only if what they tell of is.
 * @param dataTexts each as consoleEvent makes it
 */
export async function enqueueConsoleEvents(reader: Reader, dataTexts: readonly string[]): Promise<void> {
	if (dataTexts.length === 0) return;
	await rowsOf(
		reader,
		sql`insert into console_outbox (data) select data from unnest(${texts(dataTexts)}) with ordinality as given(data, place) order by place`,
	);
}
