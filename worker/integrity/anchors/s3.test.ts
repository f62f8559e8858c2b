import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { S3_TEST_KEY, startS3Server } from '../../testing/s3-server';
import { s3Anchor } from './s3';
import { parseListing } from './s3-listing';
import { parseS3Place } from './s3-place';

const NOW_MS = Date.parse('2026-11-22T10:00:00Z');
/** As odd as an ID can be. */
const ZONE = "zone (ö) 'a'/b+c*";
const SEGMENT = 'zone%20%28%C3%B6%29%20%27a%27%2Fb%2Bc%2A';
const keyOf = (size: string) => `led/ger/${SEGMENT}/0000000000/${size.padStart(16, '0')}.note`;

let server: Awaited<ReturnType<typeof startS3Server>>;
beforeAll(async () => {
	server = await startS3Server();
});
afterAll(() => server.stop());
beforeEach(() => {
	server.objects.clear();
	server.faults.length = 0;
	server.settings.locks = true;
});

function anchor(options = 'days=30', credentials = S3_TEST_KEY) {
	const place = parseS3Place('s3', `s3://notes/led/ger?endpoint=${server.endpoint}&region=eu-north-1&${options}`);
	return s3Anchor('s3', place, credentials, () => NOW_MS);
}

test('a note is put once, under a lock, and read back; twice is once', async () => {
	await anchor().deliver(ZONE, 7, 'a note\n');
	await anchor().deliver(ZONE, 7, 'a note\n');
	expect([...server.objects]).toEqual([
		[keyOf('7'), { body: 'a note\n', lockMode: 'COMPLIANCE', lockedUntil: '2026-12-22T10:00:00.000Z' }],
	]);
	expect(server.faults).toEqual(['PreconditionFailed']);
	await expect(anchor().deliver(ZONE, 7, 'another\n')).rejects.toMatchObject({ name: 'AnchorDisagrees' });
	expect(server.objects.get(keyOf('7'))?.body).toBe('a note\n');
});

test('notes are listed over pages, in the order of their sizes, and read', async () => {
	for (const size of [1, 2, 30, 400, 5_000, 2_000_000]) await anchor().deliver(ZONE, size, `note ${size}`);
	for (const zone of ['zone-b', 'zone-c', 'zone-d', 'zone-e']) await anchor().deliver(zone, 1, 'note');
	// not ours
	server.objects.set(`led/ger/${SEGMENT}/readme.txt`, { body: '', lockMode: null, lockedUntil: null });
	const { reads } = anchor();
	expect(await reads?.zones()).toEqual([SEGMENT, 'zone-b', 'zone-c', 'zone-d', 'zone-e']);
	expect(await reads?.sizes(SEGMENT, 1, 100)).toEqual([1, 2, 30, 400, 5_000, 2_000_000]);
	expect(await reads?.sizes(SEGMENT, 30, 2)).toEqual([30, 400]);
	expect(await reads?.sizes(SEGMENT, 2_000_001, 2)).toEqual([]);
	expect(await reads?.read(SEGMENT, 30)).toBe('note 30');
	expect(await reads?.read(SEGMENT, 31)).toBeNull();
});

test('a note that is not locked, or no longer, does not count as delivered', async () => {
	server.settings.locks = false;
	await expect(anchor().deliver(ZONE, 1, 'note')).rejects.toThrow('does not say that the note is locked');
	await anchor('lock=none').deliver(ZONE, 1, 'note');
	server.settings.locks = true;
	await anchor('lock=governance&days=1').deliver(ZONE, 2, 'note');
	await expect(anchor().deliver(ZONE, 2, 'note')).rejects.toThrow('in mode governance, not compliance');
	server.objects.set(keyOf('3'), { body: 'note', lockMode: 'COMPLIANCE', lockedUntil: '2026-11-22T09:59:59Z' });
	await expect(anchor().deliver(ZONE, 3, 'note')).rejects.toThrow('the lock of the note has ended');
});

test('what storage refuses is an error, never a note that is not there or an empty list', async () => {
	const wrong = anchor('days=1', { ...S3_TEST_KEY, secretAccessKey: 'another' });
	await expect(wrong.deliver(ZONE, 1, 'note')).rejects.toThrow('status 403 (SignatureDoesNotMatch)');
	await expect(wrong.reads?.read(SEGMENT, 1)).rejects.toThrow('status 403');
	await expect(wrong.reads?.sizes(SEGMENT, 1, 10)).rejects.toThrow('status 403');
	const nowhere = s3Anchor(
		's3',
		parseS3Place('s3', `s3://other?endpoint=${server.endpoint}&region=eu-north-1&days=1`),
		S3_TEST_KEY,
		() => NOW_MS,
	);
	await expect(nowhere.reads?.read(SEGMENT, 1)).rejects.toThrow('status 404 (NoSuchBucket)');
	expect(() => parseListing('<html></html>')).toThrow('no listing');
	expect(() => parseListing('<ListBucketResult><IsTruncated>true</IsTruncated></ListBucketResult>')).toThrow('where it goes on');
});

test('keys are read in either form that storage writes them in', () => {
	const xml = (key: string, type = '') => `<ListBucketResult>${type}<Contents><Key>${key}</Key></Contents></ListBucketResult>`;
	expect(parseListing(xml('a&amp;b&#x2F;%20&#60;')).keys).toEqual(['a&b/%20<']);
	expect(parseListing(xml('a%2Fb+c%2520', '<EncodingType>url</EncodingType>')).keys).toEqual(['a/b c%20']);
});
