import { readFileSync } from 'node:fs';
import postgres from 'postgres';
import { expect, test } from 'vitest';
import type { JsonValue } from '../lib/json';
import { createTestDatabase } from './testing/database';
import { testServices } from './testing/env';
import { dumpSchema } from './testing/schema-dump';
import { seedEvents } from './testing/seed-events';

const AT = 1_795_262_400_000_000n;

/** Takes the search's migration back, so that the rows of a ledger are there before it. */
const BEFORE = `
	drop index rollup_hour_term, search_events_host;
	drop table search_words, search_word_heads, search_names, saved_view_marks, saved_views;
	drop function word_groups, audit_event_holds, audit_search_text, audit_masked, audit_masked_text, audit_words;
	alter table search_events drop column label_nos;
	alter table worker_heartbeats drop column unindexed_events;
	delete from rollup_hour where field = 8;
	delete from search_terms where field = 8`;
/** What is applied again. Later migrations stay as they are. */
const AGAIN = ['0003_search', '0004_word_groups', '0012_rare_words', '0018_hosts_words'];

test('a ledger that has rows already gets their labels as the worker would have written them', async () => {
	const database = await createTestDatabase(testServices().databaseUrl);
	const sql = postgres(database.url, { max: 1, onnotice: () => {} });
	try {
		const many = Array.from({ length: 70 }, (_, i) => `label ${i}`);
		const longs = ['é'.repeat(200), `${'é'.repeat(200)}x`];
		const metadata: JsonValue[] = [
			{ agent_labels: ['batch', 'nightly', 'batch', '', 7, null, ['x']] },
			{ agent_labels: many },
			{ agent_labels: longs },
			{ agent_labels: [] },
			{ agent_labels: 'batch' },
			{ agent_labels: [], labels: ['not of a session event'] },
			['agent_labels'],
			null,
			{ note: '"agent_labels"', agent_labels: ['quote " \\ \n', '%'] },
		];
		await seedEvents(sql, [
			...metadata.map((value, i) => ({ zone: i % 2 === 0 ? 'a' : 'b', at: AT + BigInt(i) * 1_500_000_000n, metadata: value })),
			{ zone: 'a', at: AT, type: 'session_spawn', metadata: { labels: ['service'] } },
			{ zone: 'a', at: AT, type: 'session_spawn', metadata: { agent_labels: [''], labels: ['service', 'web'] } },
			{ zone: 'b', at: AT, type: 'session_spawn', metadata: { agent_labels: ['own'], labels: ['service'] } },
			{ zone: 'b', at: AT, type: 'sessions', metadata: { labels: ['service'] } },
		]);
		const labels = () => sql`
			select s.zone_no, s.chain_seq, (select array_agg(t.value order by n.place) from unnest(s.label_nos) with ordinality as n(no, place)
				join search_terms t on t.term_no = n.no and t.field = 8 and t.zone_no = s.zone_no) as labels
			from search_events s order by 1, 2`;
		const counts = () => sql`
			select r.zone_no, r.hour::text as hour, t.value, r.events from rollup_hour r join search_terms t using (zone_no, field, term_no)
			where r.field = 8 order by 1, 2, t.value collate "C"`;
		const [before, counted, schema] = [await labels(), await counts(), await dumpSchema(sql)];
		expect(before.filter((row) => row.labels !== null)).toHaveLength(7);
		await sql.unsafe(BEFORE);
		for (const name of AGAIN)
			await sql.begin((tx) => tx.unsafe(readFileSync(new URL(`./migrations/${name}.sql`, import.meta.url), 'utf8')));
		// what later migrations made of functions that were made anew: who may use one, and how others mask
		await sql`grant execute on function word_groups to console_worker`;
		const masks = readFileSync(new URL('./migrations/0013_secrets.sql', import.meta.url), 'utf8');
		await sql.unsafe(masks.slice(masks.indexOf('create or replace function')));
		expect(await labels()).toEqual(before);
		expect(await counts()).toEqual(counted);
		// later columns stand before the one that is added again
		const lines = (dump: string) => dump.split('\n').sort();
		expect(lines(await dumpSchema(sql))).toEqual(lines(schema));
	} finally {
		await sql.end();
		await database.drop();
	}
});
