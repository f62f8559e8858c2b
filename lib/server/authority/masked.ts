import 'server-only';
import { redactJson, redactText } from '../../evidence/redact';

/** Masks every text of what is answered, members and keys alike. What holds nothing to mask is given as it is. */
export function masked<T>(value: T): T {
	return mask(value) as T;
}

function mask(value: unknown): unknown {
	if (typeof value === 'string') return value.startsWith('{') || value.startsWith('[') ? redactJson(redactText(value)) : redactText(value);
	if (Array.isArray(value)) return maskList(value);
	if (value === null || typeof value !== 'object') return value;
	let copy: [string, unknown][] | null = null;
	const entries = Object.entries(value);
	for (const [i, [key, member]] of entries.entries()) {
		const [cleanKey, clean] = [redactText(key), mask(member)];
		if (cleanKey === key && clean === member) continue;
		copy ??= [...entries];
		copy[i] = [cleanKey, clean];
	}
	return copy === null ? value : Object.fromEntries(copy);
}

function maskList(list: readonly unknown[]): readonly unknown[] {
	let copy: unknown[] | null = null;
	for (const [i, member] of list.entries()) {
		const clean = mask(member);
		if (clean === member) continue;
		copy ??= [...list];
		copy[i] = clean;
	}
	return copy ?? list;
}
