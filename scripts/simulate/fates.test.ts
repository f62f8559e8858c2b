import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { contentSha256 } from '../../lib/chain';
import { authorityEvent } from '../../lib/events/authority-entry';
import { parseAuditData } from '../../lib/events/parse';
import { AUDIT_STREAM } from '../../lib/streams/names';
import { auditSignatureValid, streamSignatureValid } from '../../lib/streams/signature';
import { type Entry, fieldOf } from './entry';
import { SCENARIO_NAMES, SCENARIOS } from './scenarios';
import type { Scenario } from './scenarios/scenario';
import { TEST_KEYS } from './testing/keys';
import { testStage } from './testing/stage';

/** What the project's own readers make of an entry, in the words of the summary. */
function fateOf(entry: Entry, ledger: Map<string, string>): string {
	const raw = entry.fields.map((text) => Buffer.from(text));
	const data = fieldOf(entry, 'data');
	if (entry.stream === AUDIT_STREAM && data === undefined) return 'missing_data_field';
	const signed =
		entry.stream === AUDIT_STREAM
			? auditSignatureValid(TEST_KEYS.audit, Buffer.from(data ?? ''), fieldOf(entry, 'sig') ?? '')
			: streamSignatureValid(TEST_KEYS.streams, entry.stream, raw, fieldOf(entry, '_sig') ?? '');
	if (!signed) return 'hmac_verify_failed';
	const parsed =
		entry.stream === AUDIT_STREAM ? parseAuditData(data ?? '') : authorityEvent(entry.stream, `${Math.floor(entry.streamAtMs)}-0`, raw);
	if (!parsed.ok) return parsed.reason.split(':')[0] ?? '';
	const key = `${parsed.event.id} ${parsed.event.occurredAt}`;
	const hash = String(contentSha256(parsed.event));
	const stored = ledger.get(key);
	if (stored === undefined) {
		ledger.set(key, hash);
		return 'ledger';
	}
	return stored === hash ? 'duplicate' : 'tamper_on_replay';
}

/** The hostile scenario carries tens of megabytes. */
const TIMEOUT_MS = 60_000;

describe.each(SCENARIO_NAMES)('scenario %s', { timeout: TIMEOUT_MS }, (name) => {
	it('promises for each entry what the readers of this project make of it', () => {
		const ledger = new Map<string, string>();
		const wrong: string[] = [];
		let entries = 0;
		for (const entry of (SCENARIOS[name] as Scenario).play(testStage()).entries) {
			entries += 1;
			const promised = entry.fate ?? 'ledger';
			const actual = fateOf(entry, ledger);
			if (actual !== (typeof promised === 'string' ? promised : promised.deadLetter))
				wrong.push(`${JSON.stringify(promised)} is ${actual}: ${entry.fields.join(' ').slice(0, 200)}`);
		}
		expect(wrong).toEqual([]);
		expect(entries).toBeGreaterThan(10);
	});

	it('comes in the order of its stream times, and the same again from the same seed and start', () => {
		const play = (seed: string) => [...(SCENARIOS[name] as Scenario).play(testStage({ seed })).entries];
		const first = play('a');
		expect(first.filter((entry, i) => entry.streamAtMs < (first[i - 1]?.streamAtMs ?? 0))).toEqual([]);
		const same = (other: readonly Entry[]) =>
			other.length === first.length && other.every((entry, i) => isDeepStrictEqual(entry, first[i]));
		expect(same(play('a'))).toBe(true);
		expect(same(play('b'))).toBe(false);
	});

	it('lasts no longer than it says', () => {
		const { startMs, ...stage } = testStage();
		const scenario: Scenario = SCENARIOS[name];
		const last = [...scenario.play({ ...stage, startMs }).entries].at(-1);
		expect((last?.streamAtMs ?? 0) - startMs).toBeLessThanOrEqual(scenario.spanMs(stage));
	});
});
