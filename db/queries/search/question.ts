import type { FieldLeaf, Query } from '../../../lib/query/ast';
import type { ZoneRow } from '../zones';
import { type Normal, normalForm } from './normal-form';
import { valueHolds } from './text-test';

/** Which events a search is about. */
export interface Question {
	readonly zones: readonly ZoneRow[];
	/** Microseconds, inclusive; null leaves the start open. */
	readonly from: bigint | null;
	/** Microseconds, exclusive; null leaves the end open. */
	readonly to: bigint | null;
	/** Names already resolved to ids. */
	readonly query: Query;
}

/** A question whose zones and window are as narrow as its query makes them, and what else must hold. */
export interface Narrowed {
	readonly zones: readonly ZoneRow[];
	readonly zoneNos: readonly number[];
	readonly from: bigint | null;
	readonly to: bigint | null;
	/** Each must hold. Zone, since and until that hold for the whole query are no longer among them. */
	readonly all: readonly Normal[];
	/** Nothing can match: no zone, an empty window, or a query that contradicts itself. */
	readonly isVoid: boolean;
}

type End = { readonly value: bigint; readonly inclusive: boolean } | null;

function asMicros(end: { readonly value: bigint | number; readonly inclusive: boolean } | null): End {
	return end === null ? null : { value: BigInt(end.value), inclusive: end.inclusive };
}

/** The zones of a zone leaf, negated or not. */
export function zonesOf(zones: readonly ZoneRow[], leaf: FieldLeaf, negated: boolean): ZoneRow[] {
	return zones.filter((zone) => valueHolds(leaf.test, zone.zoneId) !== negated);
}

/** Takes zone, since and until out of what must hold, where they hold for the query as a whole. */
export function narrow(question: Question): Narrowed {
	let { zones, from, to } = question;
	const form = normalForm(question.query);
	const parts = form.kind === 'and' ? form.of : [form];
	const all: Normal[] = [];
	for (const part of parts) {
		if (part.kind === 'leaf' && part.leaf.kind === 'field' && part.leaf.field === 'zone') {
			zones = zonesOf(zones, part.leaf, part.negated);
			continue;
		}
		const isInstant = part.kind === 'leaf' && part.leaf.kind === 'field' && (part.leaf.field === 'since' || part.leaf.field === 'until');
		if (isInstant && part.leaf.kind === 'field' && part.leaf.test.op === 'range' && !part.negated) {
			const min = asMicros(part.leaf.test.min);
			const max = asMicros(part.leaf.test.max);
			const start = min === null ? null : min.inclusive ? min.value : min.value + 1n;
			const end = max === null ? null : max.inclusive ? max.value + 1n : max.value;
			if (start !== null && (from === null || start > from)) from = start;
			if (end !== null && (to === null || end < to)) to = end;
			continue;
		}
		if (part.kind !== 'true') all.push(part);
	}
	const isVoid = zones.length === 0 || (from !== null && to !== null && from >= to) || all.some((part) => part.kind === 'false');
	return { zones, zoneNos: zones.map((zone) => zone.zoneNo), from, to, all, isVoid };
}
