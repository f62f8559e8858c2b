import type { Redis } from 'ioredis';
import type { StreamState } from '../../lib/streams/gaps';
import type { SourceStream } from '../../lib/streams/names';
import { namedRecords } from '../redis-replies';

/** Entries counted at most. */
const COUNTED_MAX = 200;

/** How a stream and our group stand; null when either is not there, or when this Redis counts no added entries (before 7). */
export async function streamState(redis: Redis, stream: SourceStream, group: string): Promise<StreamState | null> {
	try {
		const [groups, [info]] = await Promise.all([
			redis.xinfo('GROUPS', stream).then(namedRecords),
			redis.xinfo('STREAM', stream).then((flat) => namedRecords([flat])),
		]);
		const ours = groups.find(({ name }) => name === group);
		if (ours === undefined || info === undefined || typeof info['entries-added'] !== 'number') return null;
		const first = info['first-entry'];
		const lastDeliveredId = String(ours['last-delivered-id']);
		const unread = await redis.xrange(stream, `(${lastDeliveredId}`, '+', 'COUNT', COUNTED_MAX);
		return {
			entriesAdded: info['entries-added'],
			lastGeneratedId: String(info['last-generated-id']),
			lastDeliveredId,
			unread: unread.length < COUNTED_MAX ? unread.length : null,
			length: Number(info.length),
			firstId: Array.isArray(first) ? String(first[0]) : null,
			maxDeletedId: String(info['max-deleted-entry-id'] ?? '0-0'),
		};
	} catch (error) {
		if (String(error).includes('no such key')) return null;
		throw error;
	}
}
