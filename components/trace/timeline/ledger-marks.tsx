import { memo } from 'react';
import { cn } from '@/components/ui/cn';
import { plural } from '@/lib/events/amounts';
import type { LedgerLine } from '@/lib/request/ledger-lane';

export const LEDGER_LINE_PX = 13;

interface Props {
	readonly line: LedgerLine;
	readonly trackPx: number;
	readonly isSelected: boolean;
}

/** An event on its way into the ledger: a tick where it is dated, one where Redis had it, a point where it was ingested. */
export const LedgerMark = memo(function LedgerMark({ line, trackPx, isSelected }: Props) {
	const at = (px: number) => `${(px / trackPx) * 100}%`;
	const [left, right] = [Math.min(line.occurredPx, line.streamPx ?? line.occurredPx), line.ingestedPx];
	const tone = line.isOdd ? 'bg-chart-held' : 'bg-chart-none';
	const top = line.row * LEDGER_LINE_PX + 8;
	return (
		<span
			data-pick={`ledger:${line.key}`}
			title={
				line.count > 1
					? `${plural(line.count, 'event')} on their way into the ledger`
					: `#${line.place.seq}: occurred, on the stream, ingested${line.isOdd ? '; its clocks do not agree' : ''}`
			}
			className="cursor-pointer"
		>
			<span style={{ top: top - 5, left: at(left), width: at(Math.max(right - left, 1)) }} className="absolute h-3" />
			<i style={{ top, left: at(left), width: at(Math.max(right - left, 1)) }} className={cn('absolute h-px opacity-70', tone)} />
			{line.isOpenLeft ? null : <i style={{ top: top - 4, left: at(line.occurredPx) }} className={cn('absolute h-[9px] w-[2px]', tone)} />}
			{line.streamPx === null ? null : (
				<i style={{ top: top - 3, left: at(line.streamPx) }} className={cn('absolute h-[7px] w-[2px]', tone)} />
			)}
			{line.isOpenRight ? null : (
				<i
					style={{ top: top - 3, left: at(line.ingestedPx) }}
					className={cn(
						'absolute size-[7px] -translate-x-1/2 rounded-full bg-chart-line',
						isSelected && 'ring-2 ring-accent ring-offset-1 ring-offset-surface',
					)}
				/>
			)}
			{line.isOpenRight ? (
				<span style={{ top: top - 8 }} className="absolute right-0 bg-surface pl-1 text-11 text-text-3">
					{line.count > 1 ? `${line.count} events` : `#${line.place.seq}`} ›
				</span>
			) : (
				<span style={{ top: top - 8, left: `calc(${at(line.ingestedPx)} + 7px)` }} className="absolute text-11 text-text-3">
					{line.count > 1 ? `${line.count} events` : `#${line.place.seq}`}
				</span>
			)}
		</span>
	);
});
