import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { type RawEntry, TransientError } from './lane-types';
import { checkLedger } from './testing/check-ledger';
import { entry, lane, owner, setUpLane, stored, submit, zone } from './testing/set-up-lane';

setUpLane();

describe('refused by Postgres for good', () => {
	test('only the entry at fault is rejected, and nothing around it changes its place', async () => {
		await owner.unsafe(`
			create function refuse_poison() returns trigger language plpgsql as $$
			begin
				if new.request_id like 'poison%' then raise exception 'poison is not taken' using errcode = 'P0001'; end if;
				return new;
			end $$;
			create trigger refuse_poison before insert on ledger_events for each row execute function refuse_poison();`);
		try {
			const batch = Array.from({ length: 50 }, (_, i) => entry({ id: `${zone}-${i}`, request_id: i === 17 || i === 44 ? 'poison' : 'ok' }));
			const outcomes = await submit(...batch);
			expect(outcomes.map((outcome, i) => [i, outcome] as const).filter(([, outcome]) => outcome !== 'appended')).toEqual([
				[17, 'pg_permanent_error:P0001 poison is not taken'],
				[44, 'pg_permanent_error:P0001 poison is not taken'],
			]);
			expect((await stored()).map((row) => row.id)).toEqual(batch.map((_, i) => `${zone}-${i}`).filter((_, i) => i !== 17 && i !== 44));
			// a repeat of a refused entry is judged by itself
			expect(
				await submit(entry({ id: 'p', request_id: 'poison' }), entry({ id: 'p', request_id: 'ok' }), entry({ id: 'q', request_id: 'ok' })),
			).toEqual(['pg_permanent_error:P0001 poison is not taken', 'appended', 'appended']);
		} finally {
			await owner.unsafe('drop trigger refuse_poison on ledger_events; drop function refuse_poison();');
		}
	});
});

/** Submits until the lane takes it: a connection that was ended may only be found dead by its next user. */
async function untilTaken(one: RawEntry): Promise<void> {
	for (let taken = false; !taken; ) {
		taken = await lane.submit([one]).then(
			(fate) => fate.outcomes[0]?.kind !== 'deferred',
			(error: unknown) => {
				if (error instanceof TransientError) return false;
				throw error;
			},
		);
	}
}

describe('when Postgres fails in passing', () => {
	test('a deadlock is settled by trying again', async () => {
		await owner.unsafe(`
			create sequence deadlocks;
			create function deadlock_once() returns trigger language plpgsql as $$
			begin
				if nextval('deadlocks') = 1 then raise exception 'deadlock' using errcode = '40P01'; end if;
				return new;
			end $$;
			grant usage on sequence deadlocks to console_worker;
			create trigger deadlock_once before insert on segments for each row execute function deadlock_once();`);
		try {
			expect(await submit(entry({ id: 'patient' }))).toEqual(['appended']);
		} finally {
			await owner.unsafe('drop trigger deadlock_once on segments; drop function deadlock_once(); drop sequence deadlocks;');
		}
	});

	test('nothing is kept, everything is told to be tried again, and later it goes through in order', async () => {
		const batches = Array.from({ length: 3 }, (_, b) => Array.from({ length: 20 }, (_, i) => entry({ id: `${zone}-${b}-${i}` })));
		await owner`revoke insert on segments from console_worker`;
		const failed = await Promise.allSettled(batches.map((batch) => lane.submit(batch)));
		await owner`grant insert on segments to console_worker`;
		for (const result of failed) {
			expect(result.status).toBe('rejected');
			expect(result.status === 'rejected' && result.reason).toBeInstanceOf(TransientError);
			expect(result.status === 'rejected' && result.reason.cause).toMatchObject({ code: '42501' });
		}
		expect(await stored()).toEqual([]);
		for (const batch of batches) expect(new Set(await submit(...batch))).toEqual(new Set(['appended']));
		expect((await stored()).map((row) => row.id)).toEqual(
			batches.flatMap((_, b) => Array.from({ length: 20 }, (_, i) => `${zone}-${b}-${i}`)),
		);
	});

	test('nothing is kept when what the graph of authority has cannot be read beside the rows', async () => {
		const exchange = () => entry({ id: 'exchange', metadata_json: { agent_session_id: 's-unread' } });
		await owner`alter table authority_sessions rename to authority_sessions_away`;
		try {
			await expect(lane.submit([exchange()])).rejects.toBeInstanceOf(TransientError);
		} finally {
			await owner`alter table authority_sessions_away rename to authority_sessions`;
		}
		const [kept] = await owner`
			select (select count(*)::int from search_events s join zones z using (zone_no) where zone_id = ${zone}) as rows,
				(select chain_seq::int from chain_heads h join zones z using (zone_no) where zone_id = ${zone}) as head`;
		expect(kept).toEqual({ rows: 0, head: 0 });
		expect(await submit(exchange())).toEqual(['appended']);
		expect(await owner`select id from authority_sessions s join zones z using (zone_no) where zone_id = ${zone}`).toEqual([
			{ id: 's-unread' },
		]);
	});

	test('a connection lost in the middle of a batch loses nothing and doubles nothing', async () => {
		const batches = Array.from({ length: 10 }, (_, b) => Array.from({ length: 100 }, (_, i) => entry({ id: `${zone}-${b}-${i}` })));
		let killed = 0;
		let isOver = false;
		const killing = (async () => {
			for (let round = 0; round < 12 && !isOver; round++) {
				await sleep(30 + 20 * round);
				const ended = await owner`
					select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'lane test' and datname = current_database()`;
				killed += ended.length;
			}
		})();
		try {
			for (const batch of batches) {
				for (let rest: readonly RawEntry[] = batch; rest.length > 0; ) {
					const fate = await lane.submit(rest).catch((error: unknown) => {
						if (error instanceof TransientError) return null;
						throw error;
					});
					if (fate !== null) rest = rest.filter((_, i) => fate.outcomes[i]?.kind === 'deferred');
				}
			}
		} finally {
			isOver = true;
			await killing;
			await untilTaken(entry({ id: 'after', zone_id: `${zone}-after` }));
		}
		expect(killed).toBeGreaterThan(0);
		expect((await stored()).map((row) => row.id)).toEqual(
			batches.flatMap((_, b) => Array.from({ length: 100 }, (_, i) => `${zone}-${b}-${i}`)),
		);
		await checkLedger(owner);
	});

	test('a month that was dropped behind its back is made again', async () => {
		await submit(entry({ id: 'kept', occurred_at: '2068-05-01T00:00:00Z' }));
		await owner`drop table search_events_y2068m06, search_events_y2068m05`.catch(() => owner`drop table search_events_y2068m05`);
		expect(await submit(entry({ id: 'anew', occurred_at: '2068-05-02T00:00:00Z' }))).toEqual(['appended']);
		await owner`insert into search_events (occurred_at, chain_seq, zone_no, event_type_no) select occurred_at, chain_seq, zone_no, 1 from ledger_events where id = 'kept'`;
	});
});
