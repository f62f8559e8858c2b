import type postgres from 'postgres';

/** Empties the word index: every event lies behind its head again, and searches look through the ledger until it is back. */
export async function emptyWords(owner: postgres.Sql): Promise<void> {
	await owner.begin(async (tx) => {
		// in the order in which a worker locks them
		await tx`select from search_word_heads order by zone_no for update`;
		await tx`truncate search_words, search_names`;
		await tx`update search_word_heads set chain_seq = 0, updated_at = now()`;
	});
}
