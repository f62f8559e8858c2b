import 'server-only';
import type { TailRow } from '../../../db/queries/tail/events';
import type { TailItem, TailShape } from '../../api/tail';
import { writeJson } from '../../evidence/json-text';
import { queryEventOf } from '../../query/event';
import type { QueryEvent } from '../../query/match';
import { formatMicros } from '../../time';
import { auditEvent } from '../audit/shape';
import { eventItem } from '../events/shape';

/** The row as the interface gives it: that of a search, and when Redis took the entry. */
export function tailItem({ row, entryMs }: TailRow): TailItem {
	return { ...eventItem(row), streamedAt: formatMicros(BigInt(entryMs) * 1000n) };
}

/** An event of the tail. What nobody asks of it is never made; what one viewer had made is there for all. */
export class TailEvent {
	private asked: QueryEvent | null = null;
	private readonly texts: Partial<Record<TailShape, string>> = {};

	constructor(private readonly source: TailRow) {}

	get zoneId(): string {
		return this.source.row.zoneId;
	}

	get zoneNo(): number {
		return this.source.row.zoneNo;
	}

	get seq(): number {
		return this.source.row.seq;
	}

	get bytes(): number {
		return this.source.bytes;
	}

	/** As the search language asks it; its record must have been read whole. */
	get query(): QueryEvent {
		if (this.source.whole === null) throw new Error('a query is asked of a whole record');
		this.asked ??= queryEventOf(this.source.whole, this.source.row.seq);
		return this.asked;
	}

	/** The event as JSON in a shape. */
	json(shape: TailShape): string {
		const text = this.texts[shape] ?? this.made(shape);
		this.texts[shape] = text;
		return text;
	}

	private made(shape: TailShape): string {
		if (shape === 'item') return JSON.stringify(tailItem(this.source));
		const { row, whole } = this.source;
		if (whole === null) throw new Error('the record was not read whole');
		return writeJson(auditEvent(row.zoneId, { ...whole, seq: row.seq, ingestedAt: row.ingestedAt }));
	}
}
