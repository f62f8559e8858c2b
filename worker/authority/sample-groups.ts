import type { Redis } from 'ioredis';
import type { GroupSample } from '../../db/authority/consumers';
import { DELEGATIONS_INVALIDATE_STREAM, SESSIONS_REVOKE_STREAM, STREAM_NO } from '../../lib/streams/names';
import { namedRecords } from '../redis-replies';

/** The streams that tell of revocations. */
const STREAMS = [SESSIONS_REVOKE_STREAM, DELEGATIONS_INVALIDATE_STREAM] as const;
const GROUPS_MAX = 300;
/** Pending entries of a group that are read by id. */
const PENDING_MAX = 200;

const numberOr = (value: unknown, other: number | null) => (typeof value === 'number' ? value : other);

function entryPlace(id: string): { ms: number; seq: number } {
	const [ms = '0', seq = '0'] = id.split('-');
	return { ms: Math.min(Number(ms), Number.MAX_SAFE_INTEGER), seq: Math.min(Number(seq), Number.MAX_SAFE_INTEGER) };
}

async function sampleGroup(redis: Redis, stream: (typeof STREAMS)[number], record: Record<string, unknown>): Promise<GroupSample> {
	const group = String(record.name);
	const [consumers, pending] = await Promise.all([
		redis.xinfo('CONSUMERS', stream, group).then(namedRecords),
		redis.xpending(stream, group, '-', '+', PENDING_MAX + 1),
	]);
	const ids = (pending as [string, ...unknown[]][]).map(([id]) => id);
	const idle = consumers.map((consumer) => numberOr(consumer.idle, null)).filter((ms) => ms !== null);
	return {
		...{ streamNo: STREAM_NO[stream], group, consumers: consumers.length, lag: numberOr(record.lag, null) },
		...{ pending: numberOr(record.pending, 0) ?? 0, quietMs: idle.length === 0 ? null : Math.min(...idle) },
		...{
			delivered: entryPlace(String(record['last-delivered-id'])),
			pendingIds: ids.slice(0, PENDING_MAX),
			isCut: ids.length > PENDING_MAX,
		},
	};
}

/** Every consumer group of the revocation streams, but for those of this ledger's own workers. */
export async function sampleGroups(redis: Redis, ownGroup: string): Promise<GroupSample[]> {
	const samples: GroupSample[] = [];
	for (const stream of STREAMS) {
		// before the first entry there is no stream
		if ((await redis.exists(stream)) === 0) continue;
		const groups = namedRecords(await redis.xinfo('GROUPS', stream)).filter(({ name }) => name !== ownGroup);
		for (const record of groups.slice(0, GROUPS_MAX)) samples.push(await sampleGroup(redis, stream, record));
	}
	return samples;
}
