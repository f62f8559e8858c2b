import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import type { CrewMember } from './scenarios/scenario';

const POLL_MS = 100;
const COUNT = 100;

type Read = [stream: string, entries: [id: string, fields: string[]][]][] | null;

/**
 * Plays other consumers of the streams: each has a group of its own, reads what arrives, and acknowledges after its delay or
 * never. Groups stay when the run ends, with what is pending in them.
 */
export class Crew {
	private readonly stopping = new AbortController();
	private readonly loops: Promise<void>[] = [];

	private constructor(private readonly redis: Redis) {}

	/** Creates the groups at the end of their streams, where they do not exist yet, and begins to read. */
	static async start(redis: Redis, members: readonly CrewMember[]): Promise<Crew> {
		const crew = new Crew(redis);
		for (const { stream, group } of members) {
			try {
				await redis.xgroup('CREATE', stream, group, '$', 'MKSTREAM');
			} catch (error) {
				// the group is there from an earlier run
				if (!String(error).includes('BUSYGROUP')) throw error;
			}
		}
		for (const member of members) crew.loops.push(crew.serve(member));
		return crew;
	}

	private async serve(member: CrewMember): Promise<void> {
		for (;;) {
			const last = this.stopping.signal.aborted;
			while ((await this.readOnce(member)) === COUNT);
			if (last) return;
			await sleep(POLL_MS);
		}
	}

	private async readOnce({ stream, group, consumer, ackAfterMs }: CrewMember): Promise<number> {
		const read = (await this.redis.xreadgroup('GROUP', group, consumer, 'COUNT', COUNT, 'STREAMS', stream, '>')) as Read;
		const ids = read?.[0]?.[1].map(([id]) => id) ?? [];
		if (ids.length > 0 && ackAfterMs !== null) {
			await sleep(ackAfterMs);
			await this.redis.xack(stream, group, ...ids);
		}
		return ids.length;
	}

	/** Reads what has arrived so far, waits for the last acknowledgement, and leaves. */
	async finish(): Promise<void> {
		this.stopping.abort();
		await Promise.all(this.loops);
	}
}
