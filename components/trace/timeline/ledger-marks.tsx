import { memo } from 'react';
import { cn } from '@/components/ui/cn';
import { groupDigits, plural } from '@/lib/events/amounts';
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
	const { leftPx, rightPx, occurredPx, streamPx, ingestedPx, isOpenRight, isOdd, count } = line;
	const tone = isOdd ? 'bg-chart-held' : 'bg-chart-none';
	const top = line.row * LEDGER_LINE_PX + 8;
	const words = count > 1 ? plural(count, 'event') : `#${groupDigits(line.place.seq)}`;
	const width = at(Math.max(rightPx - leftPx, 1));
	return (
		<span
			data-pick={`ledger:${line.key}`}
			title={
				count > 1
					? `${words} on their way into the ledger`
					: `${words}: occurred, on the stream, ingested${isOdd ? '; its clocks do not agree' : ''}`
			}
			className="cursor-pointer"
		>
			<i style={{ top: top - 5, left: at(leftPx), width }} className="absolute h-3" />
			<i style={{ top, left: at(leftPx), width }} className={cn('absolute h-px opacity-70', tone)} />
			{occurredPx === null ? null : <i style={{ top: top - 4, left: at(occurredPx) }} className={cn('absolute h-[9px] w-[2px]', tone)} />}
			{streamPx === null ? null : <i style={{ top: top - 3, left: at(streamPx) }} className={cn('absolute h-[7px] w-[2px]', tone)} />}
			{ingestedPx === null ? null : (
				<i
					style={{ top: top - 3, left: at(ingestedPx) }}
					className={cn(
						'absolute size-[7px] -translate-x-1/2 rounded-full bg-chart-line',
						isSelected && 'ring-2 ring-accent ring-offset-1 ring-offset-surface',
					)}
				/>
			)}
			{isOpenRight ? (
				<span style={{ top: top - 8 }} className="absolute right-0 bg-surface pl-1 text-11 text-text-3">
					{words} ›
				</span>
			) : (
				<span style={{ top: top - 8, left: `calc(${at(rightPx)} + 7px)` }} className="absolute text-11 whitespace-nowrap text-text-3">
					{words}
				</span>
			)}
		</span>
	);
});
