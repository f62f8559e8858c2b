import { type Anchor, AnchorDisagrees, type AnchorReads, fileOf, folderOf, segmentOf, sizeOf } from './anchor';
import { type KeptObject, S3Client, type S3Credentials } from './s3-client';
import type { ObjectLock, S3Place } from './s3-place';

const MS_PER_DAY = 86_400_000;

/** Why an object is not kept as it has to be; null when it is. */
function looseness(kept: KeptObject, lock: ObjectLock, nowMs: number): string | null {
	const { lockMode, lockedUntilMs } = kept;
	if (lockMode === null || lockedUntilMs === null)
		return 'the storage does not say that the note is locked: the bucket needs object lock, the key the right to read retention';
	if (lockMode !== lock.mode) return `the note is locked in mode ${lockMode.toLowerCase()}, not ${lock.mode.toLowerCase()}`;
	return lockedUntilMs > nowMs ? null : 'the lock of the note has ended';
}

/**
 * Notes as objects of S3-compatible storage, each written once and never over another, under an object lock. Every note is read
 * back before it counts as delivered.
 * @param now milliseconds since 1970
 */
export function s3Anchor(name: string, place: S3Place, credentials: S3Credentials, now: () => number): Anchor {
	const client = new S3Client(place, credentials);
	const keyOf = (zone: string, size: number) => `${place.prefix}${zone}/${folderOf(size)}/${fileOf(size)}`;
	const reads: AnchorReads = {
		async zones() {
			const zones: string[] = [];
			for (let next: string | null | undefined; next !== null; ) {
				const page = await client.list({ prefix: place.prefix, delimiter: '/', ...(next === undefined ? {} : { next }) });
				zones.push(...page.prefixes.map((prefix) => prefix.slice(place.prefix.length, -1)));
				next = page.next;
			}
			return zones.sort();
		},
		async sizes(zone, from, sizesMax) {
			const sizes: number[] = [];
			const prefix = `${place.prefix}${zone}/`;
			for (let next: string | null | undefined; next !== null && sizes.length < sizesMax; ) {
				// keys sort as sizes do
				const page = await client.list({ prefix, after: keyOf(zone, from - 1), ...(next === undefined ? {} : { next }) });
				for (const key of page.keys) {
					const size = sizeOf(key.slice(key.lastIndexOf('/') + 1));
					if (size !== null && size >= from && key === keyOf(zone, size) && sizes.length < sizesMax) sizes.push(size);
				}
				next = page.next;
			}
			return sizes;
		},
		read: async (zone, size) => (await client.get(keyOf(zone, size)))?.text ?? null,
	};
	return {
		name,
		kind: 's3',
		place: `s3://${place.bucket}/${place.prefix} at ${new URL(place.bucketUrl).host}`,
		reads,
		async deliver(zoneId, size, note) {
			const { lock } = place;
			const key = keyOf(segmentOf(zoneId), size);
			await client.putNew(key, note, lock && { mode: lock.mode, untilMs: now() + lock.days * MS_PER_DAY });
			const kept = await client.get(key);
			if (kept === null) throw new Error('the storage took a note and does not have it');
			if (kept.text !== note) throw new AnchorDisagrees(`another checkpoint over ${size} events lies in ${place.bucket}`);
			const why = lock && looseness(kept, lock, now());
			if (why !== null) throw new Error(why);
		},
	};
}
