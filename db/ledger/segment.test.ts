import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type EntryPlace, readEntryId } from '../../lib/streams/entry-place';
import { AGENTS_LIFECYCLE_STREAM, AUDIT_STREAM, AUTHORITY_STREAMS, CONSOLE_STREAM } from '../../lib/streams/names';
import { CODEC_BROTLI, CODEC_DEFLATE, readSegment, sealSegment } from './segment';
import { plainSignature, SegmentBytes } from './segment-bytes';

function placeOf(entryId: string): EntryPlace {
	const place: EntryPlace = { ms: 0, seq: 0, isExact: true };
	readEntryId(entryId, place);
	return place;
}

const entryId = fc.oneof(
	fc.tuple(fc.nat(2_000_000_000_000), fc.nat(5)).map((t) => t.join('-')),
	fc.constantFrom('0-0', '0-1', '18446744073709551615-18446744073709551615', '00012-1', 'odd'),
);
const bytes = fc.uint8Array({ maxLength: 300 }).map((list) => Buffer.from(list));
const sig = fc.oneof(
	fc.constant(null),
	fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 64, maxLength: 64 }).map((text) => Buffer.from(text)),
	fc.constantFrom('', 'ABCD', 'F'.repeat(64), 'no hex').map((text) => Buffer.from(text)),
);
const entry = fc.oneof(
	fc.record({ stream: fc.constantFrom(AUDIT_STREAM, CONSOLE_STREAM), entryId, data: bytes, sig }),
	fc.record({ stream: fc.constantFrom(...AUTHORITY_STREAMS), entryId, fields: fc.array(bytes, { maxLength: 12 }) }),
);

test('every entry comes back with its stream, its id and its exact bytes, whatever they are', async () => {
	const segment = new SegmentBytes();
	await fc.assert(
		fc.asyncProperty(fc.array(entry, { maxLength: 40 }), async (entries) => {
			segment.reset();
			for (const one of entries) {
				if ('fields' in one) segment.addFields(one.stream, one.entryId, placeOf(one.entryId), one.fields);
				else
					segment.addData(
						one.stream,
						one.entryId,
						placeOf(one.entryId),
						one.data,
						one.sig,
						one.sig === null ? null : plainSignature(one.sig),
					);
			}
			const sealed = await sealSegment(segment);
			expect(sealed.eventCount).toBe(entries.length);
			const expected = entries.map((one) => ({
				stream: one.stream,
				entryId: one.entryId,
				fields: 'fields' in one ? one.fields : [Buffer.from('data'), one.data, ...(one.sig === null ? [] : [Buffer.from('sig'), one.sig])],
			}));
			expect(readSegment(sealed)).toEqual(expected);
		}),
	);
});

test.each([
	[1_000, CODEC_DEFLATE],
	[200_000, CODEC_BROTLI],
	[3_000_000, CODEC_BROTLI],
])('%i bytes go through codec %i', async (length, codec) => {
	const segment = new SegmentBytes();
	const data = Buffer.alloc(length, 'abc');
	segment.addData(AUDIT_STREAM, '1-0', placeOf('1-0'), data, null, null);
	const sealed = await sealSegment(segment);
	expect(sealed.codec).toBe(codec);
	expect(sealed.payload.length).toBeLessThan(length / 5);
	// not toEqual(): it compares megabytes one by one
	expect(readSegment(sealed)[0]?.fields[1]?.equals(data)).toBe(true);
});

test('a damaged payload is never read as something else', async () => {
	const segment = new SegmentBytes();
	segment.addData(AUDIT_STREAM, '5-1', placeOf('5-1'), Buffer.from('{"id":"a"}'), null, null);
	segment.addFields(AGENTS_LIFECYCLE_STREAM, '5-2', placeOf('5-2'), [Buffer.from('event'), Buffer.from('spawn')]);
	const sealed = await sealSegment(segment);
	expect(() => readSegment({ ...sealed, codec: 99 })).toThrow('segment codec 99 is unknown');
	expect(() => readSegment({ ...sealed, rawBytes: sealed.rawBytes + 1 })).toThrow('damaged');
	expect(() => readSegment({ ...sealed, payload: sealed.payload.subarray(0, 10) })).toThrow();
});

test('a lone event takes less than half its bytes', async () => {
	const segment = new SegmentBytes();
	const data = JSON.stringify({
		id: '0199a001-7c10-7a00-9b01-000000000006',
		zone_id: 'zn_demo',
		event_type: 'gateway_resource_request',
		request_id: 'req-42',
		decision: 'allow',
		evaluation_status: 'executed',
		determining_policies_json: [],
		diagnostics_json: [],
		metadata_json: {
			application_id: 'app_mailer',
			resource: 'resource://crm',
			subject_fingerprint: '8c1f0a2b3d4e5f60',
			method: 'GET',
			gateway_status: 200,
			latency_ms: 31,
		},
		occurred_at: '2026-11-21T12:00:00.160Z',
	});
	segment.addData(
		AUDIT_STREAM,
		'1795262400000-0',
		placeOf('1795262400000-0'),
		Buffer.from(data),
		Buffer.from('ab'.repeat(32)),
		Buffer.alloc(32, 0xab),
	);
	expect((await sealSegment(segment)).payload.length).toBeLessThan(data.length / 2.2);
});
