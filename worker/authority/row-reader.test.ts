import fc from 'fast-check';
import { expect, test } from 'vitest';
import { putLedgerRow, RowSpans, readRow, setChainSeq } from '../../db/ledger/ledger-row';
import { AuthorityState, readEvent } from '../../lib/authority/state';
import { eventsOfZone } from '../../lib/authority/testing/arbitrary';
import { ByteSink } from '../../lib/chain/byte-sink';
import { EventPreimage } from '../../lib/chain/preimage';
import type { JsonValue } from '../../lib/json';
import type { TraceEvent } from '../../lib/trace/event';
import { MemberSpans } from './member-spans';
import { authorityEventOf } from './row-event';
import { NOTHING_NEW, RowReader } from './row-reader';

const preimage = new EventPreimage();
const json = (value: JsonValue) => (value === null ? null : JSON.stringify(value));

/** The rows of events, with their places in the chain from 1. */
function rowsOf(events: readonly TraceEvent[]): { out: ByteSink; rows: number[] } {
	const out = new ByteSink(1024);
	const rows = events.map(({ id, eventType, decision, evaluationStatus, diagnostics, metadata, occurredAt }, i) => {
		const row = out.end;
		preimage.setEvent({
			...{
				id,
				zoneId: 'z',
				eventType,
				requestId: '',
				decision,
				policySetId: '',
				policySetVersionId: '',
				manifestSha: '',
				evaluationStatus,
			},
			...{ determiningPoliciesText: null, diagnosticsText: json(diagnostics), metadataText: json(metadata), occurredAt },
		});
		const place = { ms: Number(occurredAt / 1000n), seq: 0, isExact: true };
		putLedgerRow(out, preimage, 0, place, i, 'x'.repeat(32), null, false);
		setChainSeq(out, row, i + 1);
		return row;
	});
	return { out, rows };
}

const epoch = fc.option(fc.oneof(fc.nat(3), fc.constant('x"delegation_graph_epoch": 1')), { nil: undefined });
const diagnostics = fc.constantFrom<JsonValue>(null, [{ reason: 'delegation_scope_exceeded' }], [{ reason: 'no_rule_matched' }]);
/** Over some minutes, in and out of order, many of them repeated, with what changes and what looks like it. */
const repeating = fc
	.tuple(
		fc.array(eventsOfZone(10), { minLength: 8, maxLength: 8 }),
		fc.array(fc.tuple(fc.nat(2), fc.nat(9), epoch, diagnostics, fc.boolean()), { minLength: 20, maxLength: 40 }),
	)
	.map(([drawn, picks]) =>
		picks.flatMap(([pick, step, graph, why, isNested]): TraceEvent[] => {
			const event = drawn.flat().filter(({ eventType }) => eventType === 'token_exchange')[pick];
			if (event === undefined) return [];
			const own = event.metadata as { readonly [key: string]: JsonValue };
			const changed = { resource: `res${graph}`, requested_scopes: [`scope${step % 2}`] };
			const more: Record<string, JsonValue> = graph === undefined ? {} : { ...changed, delegation_graph_epoch: graph };
			const nested: Record<string, JsonValue> = isNested ? { binding: { resource: 'res1', requested_scopes: ['a'] } } : {};
			const metadata: JsonValue = { ...nested, ...own, ...more };
			return [{ ...event, occurredAt: event.occurredAt + BigInt(step) * 25_000_000n, diagnostics: why, metadata }];
		}),
	);

test('what is left out as nothing new would have changed nothing', () => {
	let leftOut = 0;
	fc.assert(
		fc.property(repeating, (events) => {
			const { out, rows } = rowsOf(events);
			const [reader, spans] = [new RowReader(), new RowSpans()];
			const [all, news] = [new AuthorityState('z'), new AuthorityState('z')];
			for (const row of rows) {
				all.applyRead([readEvent(authorityEventOf('z', readRow(out, row, spans.find(out, row))))]);
				const read = reader.read(out, row, 'z', 1);
				if (read === NOTHING_NEW) leftOut++;
				else news.applyRead([read]);
			}
			all.settle();
			news.settle();
			expect(JSON.stringify(news.graph.rows())).toBe(JSON.stringify(all.graph.rows()));
			expect(news.takeChanges().revocations).toEqual(all.takeChanges().revocations);
		}),
		{ numRuns: 200 },
	);
	expect(leftOut).toBeGreaterThan(200);
});

test('another state is told again', () => {
	const metadata = { agent_session_id: 's1', resource: 'r' };
	const [event] = fc.sample(eventsOfZone(1), { numRuns: 50, seed: 1 }).flat();
	if (event === undefined) throw new Error('no event was drawn');
	const decision = { ...event, eventType: 'token_exchange', decision: 'allow', metadata };
	const { out, rows } = rowsOf([decision, decision, decision]);
	const reader = new RowReader();
	const [a = 0, b = 0, c = 0] = rows;
	expect(reader.read(out, a, 'z', 1)?.facts.length).toBe(2);
	expect(reader.read(out, b, 'z', 1)).toBe(NOTHING_NEW);
	expect(reader.read(out, c, 'z', 2)?.facts.length).toBe(2);
});

test.each([
	['{"a": 1, "b": "x"}', [': 1', ': "x"'], true],
	['{"n": {"a": 1}, "b": [1, {"a": 2}]}', ['', ': [1, {"a": 2}]'], true],
	['{"n": "\\"a\\": 1, \\\\", "a": "}"}', [': "}"', ''], true],
	['{"a": 1, "a": 2}', [': 1', ''], false],
	['["a", "b"]', ['', ''], true],
	['"a"', ['', ''], true],
	['', ['', ''], true],
])('the members of %s', (text, values, isOnce) => {
	const spans = new MemberSpans(['a', 'b']);
	const bytes = Buffer.from(text);
	expect(spans.find(bytes, 0, bytes.length)).toBe(isOnce);
	expect([0, 1].map((name) => bytes.toString('utf8', spans.start(name), spans.end(name)))).toEqual(isOnce ? values : expect.anything());
});
