import { useContext } from 'react';
import { cn } from '@/components/ui/cn';
import { meaningOf } from '@/lib/events/vocabulary';
import type { Segment } from '@/lib/events/words';
import { Highlight, Marked } from './marked';

interface Props {
	readonly segments: readonly Segment[];
	readonly decision: string;
	/** `row`: what is not a name is dimmer, more so for an allow. `title`: as written. */
	readonly as: 'row' | 'title';
}

/** An event in words. Every segment is drawn as text: nothing that came from an event is markup. */
export function Sentence({ segments, decision, as }: Props) {
	const isMarked = useContext(Highlight).length > 0;
	const quiet = as === 'row' && meaningOf(decision) !== 'deny' && meaningOf(decision) !== 'held';
	return (
		<span className={cn(quiet ? 'text-text-2' : 'text-text')}>
			{segments.map((segment, i) => {
				const key = `${i}`;
				// a text by itself: rows are many, and every element costs when they scroll
				if (segment.kind === 'plain' && segment.whole === undefined)
					return isMarked ? <Marked key={key} text={segment.text} /> : segment.text;
				const look =
					segment.kind === 'strong'
						? as === 'title'
							? 'font-semibold'
							: 'font-medium text-text'
						: segment.kind === 'code'
							? 'font-mono text-[0.92em]'
							: undefined;
				return (
					<span key={key} className={look} title={segment.whole}>
						{isMarked ? <Marked text={segment.text} /> : segment.text}
					</span>
				);
			})}
		</span>
	);
}
