import type { CaracalStream } from '../../lib/streams/names';

/** What a healthy worker that has the same keys makes of an entry. */
export type Fate =
	| 'ledger'
	| 'duplicate'
	/** The dead-letter reason up to its first colon. */
	| { readonly deadLetter: string };

/** One stream entry a producer writes: `fields` is the flat list field, value, field, value, ... */
export interface Entry {
	readonly stream: CaracalStream;
	readonly fields: readonly string[];
	/** When the producer says it happened, milliseconds since the epoch; for authority entries the same as `streamAtMs`. */
	readonly occurredAtMs: number;
	/** When it reaches the stream, milliseconds since the epoch. */
	readonly streamAtMs: number;
	readonly zone: string;
	/** Absent means `ledger`. */
	readonly fate?: Fate;
}

/** A value of a field list, or undefined. */
export function fieldOf(entry: Pick<Entry, 'fields'>, name: string): string | undefined {
	for (let i = 0; i + 1 < entry.fields.length; i += 2) if (entry.fields[i] === name) return entry.fields[i + 1];
	return undefined;
}

/** The same entry with a field changed, added at the end, or (null) left out. */
export function withField(entry: Entry, name: string, value: string | null): Entry {
	const fields: string[] = [];
	let found = false;
	for (let i = 0; i + 1 < entry.fields.length; i += 2) {
		const key = entry.fields[i] ?? '';
		if (key !== name) fields.push(key, entry.fields[i + 1] ?? '');
		else if (value !== null && !found) fields.push(key, value);
		found ||= key === name;
	}
	if (!found && value !== null) fields.push(name, value);
	return { ...entry, fields };
}
