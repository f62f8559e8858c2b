import type { SqlClient } from '../../db/client';
import { Sweeps } from '../../worker/integrity/sweeps/loop';
import { type Keys, SIGNER } from './fill';
import { type Spent, spend } from './spent';

const SAMPLE_MS = 100;

export interface Swept {
	readonly events: number;
	readonly seconds: number;
	readonly spent: Spent;
	/** Highest resident memory of each tenth of the events, in bytes. */
	readonly rss: readonly number[];
}

/** Sweeps all zones, again and again until so many events were swept. */
export async function sweepLedger(sql: SqlClient, keys: Keys, eventsMin: number, postgresPid: number): Promise<Swept> {
	const sweeps = new Sweeps({
		sql,
		workerId: 'bench',
		keys,
		logKeys: () => [SIGNER.key],
		anchors: [],
		busyShare: () => 0,
		rollingHours: 4,
		log: { info() {}, warn: console.error, error: console.error },
	});
	const { stats } = sweeps;
	const rss = new Array<number>(10).fill(0);
	const look = () => {
		const tenth = Math.min(9, Math.floor((stats.tamper_checked_total / eventsMin) * 10));
		rss[tenth] = Math.max(rss[tenth] ?? 0, process.memoryUsage.rss());
	};
	const spent: Spent = { node: 0, postgres: 0 };
	const watch = setInterval(look, SAMPLE_MS);
	const start = performance.now();
	await spend(spent, postgresPid, async () => {
		while (stats.tamper_checked_total < eventsMin) {
			await sql`insert into sweeps (zone_no, kind) select zone_no, 'demand' from zones`;
			while (await sweeps.turn()) look();
		}
	});
	const seconds = (performance.now() - start) / 1000;
	clearInterval(watch);
	sweeps.stop();
	await sweeps.run();
	return { events: stats.tamper_checked_total, seconds, spent, rss: rss.filter((bytes) => bytes > 0) };
}
