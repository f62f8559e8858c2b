import 'server-only';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Reader, readSnapshot, type ZoneWall } from '../../db/queries/reader';
import { database } from './database';

const PAUSE_MS_MIN = 25;
const PAUSE_MS_MAX = 250;

/**
 * Looks for a worker's answer, at first often, until the deadline.
 * @param deadline by performance.now()
 * @returns null when there was none in time
 */
export async function awaited<T>(wall: ZoneWall, look: (reader: Reader) => Promise<T | null>, deadline: number): Promise<T | null> {
	for (let pause = PAUSE_MS_MIN; ; pause = Math.min(PAUSE_MS_MAX, pause * 1.5)) {
		await sleep(Math.max(0, Math.min(pause, deadline - performance.now())));
		const answered = await readSnapshot(database(), wall, look, 'kept');
		if (answered !== null || performance.now() >= deadline) return answered;
	}
}
