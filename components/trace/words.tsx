import { cn } from '@/components/ui/cn';
import type { Segment } from '@/lib/events/words';

/** Segments as text: nothing that came from an event is markup. */
export function Words({ of, className }: { of: readonly Segment[]; className?: string }) {
	return (
		<span className={className}>
			{of.map((segment, i) => {
				if (segment.kind === 'plain' && segment.whole === undefined) return segment.text;
				const key = `${i}`;
				return (
					<span
						key={key}
						title={segment.whole}
						className={cn(
							segment.kind === 'strong' && 'font-semibold text-text [overflow-wrap:anywhere]',
							segment.kind === 'code' && 'font-mono text-[0.92em] text-text [overflow-wrap:anywhere]',
						)}
					>
						{segment.text}
					</span>
				);
			})}
		</span>
	);
}
