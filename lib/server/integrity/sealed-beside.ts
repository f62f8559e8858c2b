import 'server-only';
import type { LedgerEventRow } from '../../../db/queries/event-one';
import type { Reader } from '../../../db/queries/reader';
import { segmentEntry } from '../../../db/queries/segment-entry';
import type { FindingContext } from '../../api/integrity';
import { differingColumns } from '../../chain/check-event';
import { keptEvent } from '../../chain/kept-content';
import type { AuditEvent } from '../../events/contract';
import { redactJsonOr, redactText } from '../../evidence/redact';
import { formatMicros } from '../../time';

/** Characters of a value that are shown. */
const VALUE_CHARS_MAX = 2000;

type Sealed = NonNullable<FindingContext['sealed']>;

function shown(event: AuditEvent, member: keyof AuditEvent): string | null {
	const value = event[member];
	if (value === null) return null;
	if (typeof value === 'bigint') return formatMicros(value);
	return (member.endsWith('Text') ? (redactJsonOr(value) ?? '') : redactText(value)).slice(0, VALUE_CHARS_MAX);
}

/** Holds a row beside what the bytes say that its producer signed. */
export async function sealedBeside(reader: Reader, row: LedgerEventRow): Promise<Sealed> {
	const say = (state: Sealed['state'], words: string): Sealed => ({ seq: row.seq, state, words, differences: [] });
	let kept: Awaited<ReturnType<typeof segmentEntry>>;
	try {
		kept = await segmentEntry(reader, row);
	} catch (error) {
		// what the database refuses is no finding about the segment
		if (error instanceof Error && 'severity' in error) throw error;
		return say('damaged', 'The segment with its sealed bytes is damaged, or does not hold the entry that the row names.');
	}
	if (kept === null) return say('absent', 'The segment with its sealed bytes is not in this database.');
	const read = keptEvent(kept);
	if (!read.ok) return say('no_event', 'The sealed bytes are no event.');
	const sealed = read.event;
	const differences = differingColumns(sealed, row).map(([member, column]) => ({
		column,
		row: shown(row, member),
		sealed: shown(sealed, member),
	}));
	const words =
		differences.length === 0
			? 'The row says what the sealed bytes say.'
			: 'The row does not say what its producer signed: it was changed after it was written.';
	return { ...say('read', words), differences };
}
