import postgres from 'postgres';
import { describe, expect, test } from 'vitest';
import { ByteSink } from '../../lib/chain/byte-sink';
import { arrayText, textArrayText } from './arrays';
import { copyChunks, mergeCuts } from './copy-chunks';
import { isTransient, retriesAtOnce } from './errors';
import { partitionName, partitionOfMinute } from './partitions';
import { mergeCells } from './rollups';

function failure(code: string): Error {
	return Object.assign(Object.create(postgres.PostgresError.prototype) as Error, { code, message: code });
}

describe('errors', () => {
	test.each(['40001', '40P01', '57P01', '57P02', '57P03', '08000', '08001', '08003', '08004', '08006', '53300', '53400'])(
		"%s of Caracal's table is transient",
		(code) => {
			expect(isTransient(failure(code))).toBe(true);
		},
	);

	test.each(['53100', '25006', '42501', '42P01', '55P03', '57014', '58030'])('%s says nothing of the event: transient', (code) => {
		expect(isTransient(failure(code))).toBe(true);
	});

	test.each(['22P02', '22P05', '22003', '22008', '23502', '23505', '23514', '54000', '54001', 'P0001', 'XX000', '0A000'])(
		'%s is permanent',
		(code) => {
			expect(isTransient(failure(code))).toBe(false);
		},
	);

	test('whatever did not come from Postgres is transient', () => {
		expect(isTransient(new Error('write CONNECTION_CLOSED'))).toBe(true);
	});

	test('only a deadlock and a serialization failure are tried again at once', () => {
		expect(['40001', '40P01', '57P01', '53300'].map((code) => retriesAtOnce(failure(code)))).toEqual([true, true, false, false]);
	});
});

test('partitions are months of UTC, with one on either side of 2015 to 2099', () => {
	const tableOf = (time: string) => partitionName('ledger_events', partitionOfMinute(Math.floor(Date.parse(time) / 60_000)));
	expect(tableOf('2026-11-30T23:59:59Z')).toBe('ledger_events_y2026m11');
	expect(tableOf('2026-12-01T00:00:00Z')).toBe('ledger_events_y2026m12');
	expect(tableOf('2014-12-31T23:59:59Z')).toBe('ledger_events_before_2015');
	expect(tableOf('2015-01-01T00:00:00Z')).toBe('ledger_events_y2015m01');
	expect(tableOf('2099-12-31T23:59:59Z')).toBe('ledger_events_y2099m12');
	expect(tableOf('2100-01-01T00:00:00Z')).toBe('ledger_events_from_2100');
	expect(partitionName('search_events', partitionOfMinute(-1_035_593_280))).toBe('search_events_before_2015');
	expect(partitionName('search_events', partitionOfMinute(1e12))).toBe('search_events_from_2100');
	expect(partitionName('search_events', partitionOfMinute(-1e12))).toBe('search_events_before_2015');
});

test('cuts merge in order, and those within a larger one are dropped', () => {
	expect(mergeCuts([], [[4, 6]])).toEqual([[4, 6]]);
	expect(
		mergeCuts(
			[
				[10, 20],
				[40, 50],
			],
			[
				[2, 4],
				[12, 14],
				[30, 32],
				[40, 42],
			],
		),
	).toEqual([
		[2, 4],
		[10, 20],
		[30, 32],
		[40, 50],
	]);
});

test('rollup cells are in the order of the key, equal ones added up', () => {
	const cell = (zoneNo: number, at: number, field: number, termNo: number, events: number) => ({ zoneNo, at, field, termNo, events });
	expect(mergeCells([cell(2, 1, 1, 1, 1), cell(1, 5, 2, 1, 2), cell(1, 5, 1, 9, 4), cell(2, 1, 1, 1, 8), cell(1, -3, 7, 7, 16)])).toEqual([
		cell(1, -3, 7, 7, 16),
		cell(1, 5, 1, 9, 4),
		cell(1, 5, 2, 1, 2),
		cell(2, 1, 1, 1, 9),
	]);
});

test('array texts', () => {
	expect(arrayText([1, -2, 3])).toBe('{1,-2,3}');
	expect(arrayText([])).toBe('{}');
	expect(textArrayText(['a', '', 'a "b" \\ c', 'NULL', '{,}'])).toBe('{"a","","a \\"b\\" \\\\ c","NULL","{,}"}');
});

test('chunks of a COPY leave out what is cut, and nothing else', () => {
	const rows = new ByteSink(16);
	const bytes = Buffer.from(Array.from({ length: 400_000 }, (_, i) => i % 251));
	rows.putBuffer(bytes);
	const cuts = [
		[0, 10],
		[131_070, 131_080],
		[399_990, 400_000],
	] as const;
	const sent = Buffer.concat([...copyChunks(rows, cuts)]);
	const expected = Buffer.concat([bytes.subarray(10, 131_070), bytes.subarray(131_080, 399_990)]);
	expect(sent.subarray(0, 11).toString('latin1')).toBe('PGCOPY\n\xff\r\n\0');
	expect(sent.subarray(19, -2).equals(expected)).toBe(true);
	expect(sent.subarray(-2)).toEqual(Buffer.from([0xff, 0xff]));
});
