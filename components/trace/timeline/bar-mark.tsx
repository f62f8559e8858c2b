import { memo } from 'react';
import { cn } from '@/components/ui/cn';
import { groupDigits, plural } from '@/lib/events/amounts';
import { textOf } from '@/lib/events/words';
import type { Bar } from '@/lib/request/lanes';
import type { TraceMeaning } from '@/lib/trace/outcome';
import { Words } from '../words';

const FILL: Readonly<Record<TraceMeaning, string>> = {
	allow: 'bg-chart-allow',
	deny: 'bg-chart-deny',
	failed: 'bg-chart-deny',
	held: 'bg-chart-held',
	mixed: 'bg-chart-none',
	none: 'bg-chart-none',
	unknown: 'bg-unknown-tint [background-image:var(--hatch)] border border-chart-none',
};

export const LINE_PX = 22;

function lookOf(bar: Bar): string {
	if (bar.isViolation) return 'bg-chart-fault';
	switch (bar.look) {
		case 'inferred':
			return 'border border-chart-none';
		case 'wait':
			return 'border border-chart-held';
		case 'ghost':
			return 'border border-dashed border-held';
		case 'around':
			return 'rounded-full border border-chart-none bg-surface';
		default:
			return FILL[bar.meaning];
	}
}

function titleOf(bar: Bar): string {
	const words = bar.look === 'many' ? `${plural(bar.count, 'step')} too close to be told apart: zoom in` : textOf(bar.title);
	const note = textOf(bar.note);
	return note === '' ? words : `${words}${words === '' ? '' : '\n'}${note}`;
}

interface Props {
	readonly bar: Bar;
	/** Of the track, in CSS pixels: places are given as shares of it, so that they hold while it is not measured. */
	readonly trackPx: number;
	readonly isSelected: boolean;
}

/** One step, or several too close to be told apart. */
export const BarMark = memo(function BarMark({ bar, trackPx, isSelected }: Props) {
	const top = bar.row * LINE_PX + 5;
	const left = `${(bar.leftPx / trackPx) * 100}%`;
	return (
		<>
			<i
				data-pick={bar.key}
				title={titleOf(bar)}
				style={{ left, top, width: `${(bar.widthPx / trackPx) * 100}%` }}
				className={cn(
					'absolute h-[13px] cursor-pointer min-w-[7px] rounded-[2px]',
					lookOf(bar),
					bar.look === 'wait' && 'h-[5px] translate-y-1',
					isSelected && bar.look !== 'inferred' && 'ring-2 ring-accent ring-offset-1 ring-offset-surface',
				)}
			/>
			{bar.titlePx > 0 ? (
				<span
					style={{ left: `calc(${((bar.leftPx + bar.widthPx) / trackPx) * 100}% + 5px)`, top: top - 2, maxWidth: bar.titlePx }}
					className={cn(
						'pointer-events-none absolute truncate text-11 leading-[17px] text-text-2 [&_span]:font-medium',
						bar.look === 'ghost' && 'text-held',
						bar.isViolation && 'font-medium text-fault',
					)}
				>
					<Words of={bar.title} />
				</span>
			) : bar.count > 1 && bar.widthPx > 26 ? (
				<span
					style={{ left, top, width: `${(bar.widthPx / trackPx) * 100}%` }}
					className="pointer-events-none absolute text-center text-11 leading-[13px] font-medium text-bg"
				>
					{groupDigits(bar.count)}
				</span>
			) : null}
		</>
	);
});
