import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AuditEvent } from '../events/contract';
import { parseAuditData } from '../events/parse';
import vectors from './chain.vectors.json';
import { contentSha256 } from './content-hash';
import { chainHmac } from './hmac';
import { EventPreimage } from './preimage';

const KEY = Buffer.from(vectors.audit_hmac_key_hex, 'hex');

function eventOf(data: string): AuditEvent {
	const read = parseAuditData(data);
	if (!read.ok) throw new Error(read.reason);
	return read.event;
}

describe("Caracal's vectors", () => {
	test.each(vectors.events)('$wire.id', ({ wire, stored }) => {
		const event = eventOf(JSON.stringify(wire));
		expect(event.determiningPoliciesText).toBe(stored.det);
		expect(event.diagnosticsText).toBe(stored.diag);
		expect(event.metadataText).toBe(stored.meta);
		expect((event.occurredAt * 1000n).toString()).toBe(stored.occurred_at_unix_nanos);
		const content = contentSha256(event).toString('hex');
		expect(content).toBe(stored.content_sha256);
		expect(chainHmac(KEY, content, stored.prev_content_sha256).toString('hex')).toBe(stored.chain_hmac);
	});
});

const BASE = eventOf(JSON.stringify(vectors.events[0]?.wire));

/** The hash as the wire reference words it, with Go's wrapping nanoseconds. */
function asWorded(event: AuditEvent): string {
	const parts = [
		event.id,
		event.zoneId,
		event.eventType,
		event.requestId,
		event.decision,
		event.policySetId,
		event.policySetVersionId,
		event.manifestSha,
		event.evaluationStatus,
		event.determiningPoliciesText ?? 'null',
		event.diagnosticsText ?? 'null',
		event.metadataText ?? 'null',
	];
	const nanos = BigInt.asIntN(64, event.occurredAt * 1000n);
	return createHash('sha256')
		.update(parts.map((part) => `${part}\x1f`).join('') + nanos)
		.digest('hex');
}

test('the hash is the one of the wire reference for any text and any instant', () => {
	const text = fc.string({ unit: 'grapheme', maxLength: 40 });
	const json = fc.option(text);
	fc.assert(
		fc.property(
			fc.record({
				...BASE,
				id: text,
				zoneId: text,
				eventType: text,
				requestId: text,
				decision: text,
				policySetId: text,
				policySetVersionId: text,
				manifestSha: text,
				evaluationStatus: text,
				determiningPoliciesText: json,
				diagnosticsText: json,
				metadataText: json,
				occurredAt: fc.bigInt({ min: -62_135_596_800_000_000n, max: 253_402_300_799_999_999n }),
			} as unknown as { [K in keyof AuditEvent]: fc.Arbitrary<AuditEvent[K]> }),
			(event) => {
				expect(contentSha256(event).toString('hex')).toBe(asWorded(event));
				const preimage = new EventPreimage();
				preimage.setEvent(event);
				expect(preimage.toEvent()).toEqual(event);
			},
		),
	);
});

test.each([
	['the year 1', '0001-01-01T00:00:00Z', '-6795364578871345152'],
	['before 1678', '1600-01-01T00:00:00.5Z', '6770648074209551616'],
	['1969', '1969-12-31T23:59:59.999999Z', '-1000'],
	['the epoch', '1970-01-01T00:00:00Z', '0'],
	['after 2262', '9999-12-31T23:59:59.999999Z', '-4852116231933723624'],
])('nanoseconds of %s are those of an int64', (_, time, nanos) => {
	const event = eventOf(JSON.stringify({ id: 'a', zone_id: 'z', occurred_at: time }));
	const preimage = new EventPreimage();
	preimage.setEvent(event);
	expect(preimage.sink.text(preimage.end(11) + 1, preimage.sink.end)).toBe(nanos);
	expect(preimage.micros()).toBe(event.occurredAt);
	expect(preimage.minute).toBe(Number((event.occurredAt - (((event.occurredAt % 60_000_000n) + 60_000_000n) % 60_000_000n)) / 60_000_000n));
});

test('every part counts', () => {
	const base = contentSha256(BASE).toString('hex');
	const changed = [
		{ ...BASE, id: 'x' },
		{ ...BASE, zoneId: 'x' },
		{ ...BASE, eventType: 'x' },
		{ ...BASE, requestId: 'x' },
		{ ...BASE, decision: 'x' },
		{ ...BASE, policySetId: 'x' },
		{ ...BASE, policySetVersionId: 'x' },
		{ ...BASE, manifestSha: 'x' },
		{ ...BASE, evaluationStatus: 'x' },
		{ ...BASE, determiningPoliciesText: '[]' },
		{ ...BASE, diagnosticsText: null },
		{ ...BASE, metadataText: null },
		{ ...BASE, occurredAt: BASE.occurredAt + 1n },
	].map((event) => contentSha256(event).toString('hex'));
	expect(new Set([base, ...changed]).size).toBe(changed.length + 1);
});
