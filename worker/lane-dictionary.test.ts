import { describe, expect, test } from 'vitest';
import { openSql } from '../db/client';
import { TERM_FIELD_NO } from '../lib/events/terms';
import { BatchCounts } from './lane-counts';
import { Dictionary } from './lane-dictionary';

/** Never connected: nothing here asks the database. */
const sql = openSql('postgres://127.0.0.1:1/none', { role: 'console_worker', connectionsMax: 1, applicationName: 'test' });

describe('the dictionary', () => {
	test('gives the same zone and value for the same text, and another one per zone and field', () => {
		const dictionary = new Dictionary(sql);
		const [a, b] = [dictionary.zone('a'), dictionary.zone('b')];
		expect(dictionary.zone('a')).toBe(a);
		const term = dictionary.term(a, TERM_FIELD_NO.reason, 'complete');
		expect(dictionary.term(a, TERM_FIELD_NO.reason, 'complete')).toBe(term);
		expect(dictionary.term(a, TERM_FIELD_NO.host, 'complete')).not.toBe(term);
		expect(dictionary.term(b, TERM_FIELD_NO.reason, 'complete')).not.toBe(term);
	});

	test('knows a long value by its cut form', () => {
		const dictionary = new Dictionary(sql);
		const zone = dictionary.zone('a');
		const long = 'x'.repeat(1000);
		expect(dictionary.term(zone, TERM_FIELD_NO.reason, long)).toBe(dictionary.term(zone, TERM_FIELD_NO.reason, long));
		expect(dictionary.term(zone, TERM_FIELD_NO.reason, long).value.length).toBeLessThan(100);
	});

	test('forgets what is not used, keeps what is, and forgets nothing while a batch is in the making', () => {
		const dictionary = new Dictionary(sql);
		const fill = (name: string, count: number) => {
			const zone = dictionary.zone('busy');
			for (let i = 0; i < count; i++) dictionary.term(zone, TERM_FIELD_NO.host, `${name}-${i}`);
		};
		dictionary.enter();
		const used = dictionary.zone('used');
		const usedTerm = dictionary.term(used, TERM_FIELD_NO.reason, 'r');
		const rare = dictionary.zone('rare');
		for (let round = 0; round < 3; round++) {
			fill(`${round}`, 60_000);
			// another batch begins beside this one
			dictionary.enter();
			dictionary.leave();
			expect(dictionary.zone('rare')).toBe(rare);
		}
		dictionary.leave();
		for (let round = 3; round < 6; round++) {
			dictionary.enter();
			fill(`${round}`, 60_000);
			expect(dictionary.zone('used')).toBe(used);
			expect(dictionary.term(used, TERM_FIELD_NO.reason, 'r')).toBe(usedTerm);
			dictionary.leave();
		}
		expect(dictionary.zone('rare')).not.toBe(rare);
	});
});

describe('counts', () => {
	test('of two batches in the making stay apart, and no hour or minute gets lost', () => {
		const dictionary = new Dictionary(sql);
		const zone = dictionary.zone('a');
		zone.zoneNo = 7;
		const term = dictionary.term(zone, TERM_FIELD_NO.decision, 'allow');
		term.termNo = 3;
		const [first, second] = [new BatchCounts(), new BatchCounts()];
		for (const [counts, minute] of [
			[first, 60],
			[second, 60],
			[first, 60],
			[first, 119],
			[first, 120],
			[second, 61],
			[first, 60],
		] as const) {
			counts.countHour(term, Math.floor(minute / 60));
			counts.countMinute(term, minute);
		}
		second.countMinute(zone.noDecision, 61);
		const cell = (at: number, field: number, termNo: number, events: number) => ({ zoneNo: 7, at, field, termNo, events });
		expect(first.take()).toEqual({
			hours: [cell(1, 2, 3, 4), cell(2, 2, 3, 1)],
			minutes: [cell(60, 0, 3, 3), cell(119, 0, 3, 1), cell(120, 0, 3, 1)],
		});
		expect(second.take()).toEqual({ hours: [cell(1, 2, 3, 2)], minutes: [cell(60, 0, 3, 1), cell(61, 0, 0, 1), cell(61, 0, 3, 1)] });
		expect(first.take()).toEqual({ hours: [], minutes: [] });
	});
});
