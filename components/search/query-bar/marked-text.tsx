import { cn } from '@/components/ui/cn';
import type { Problem } from '@/lib/query/ast';
import { highlight, type MarkKind } from '@/lib/query/highlight';

interface Props {
	readonly text: string;
	/** What is wrong, underlined. */
	readonly problems: readonly Problem[];
}

const LOOK: Readonly<Record<MarkKind, string>> = {
	name: 'text-text-2',
	unknown: 'text-held',
	value: 'text-text',
	words: 'text-text',
	star: 'text-accent',
	operator: 'text-accent',
	minus: 'text-deny',
	bracket: 'text-accent',
	plain: 'text-text-2',
};
const WRONG = 'underline decoration-deny decoration-wavy decoration-1 underline-offset-4';

/** The text of the query in its colours: what the box itself draws invisibly. */
export function MarkedText({ text, problems }: Props) {
	const isAtEnd = problems.some(({ span }) => span.from >= text.length);
	return (
		<>
			{highlight(text, problems).map(({ from, to, kind, problem }) => (
				<span key={from} className={cn(LOOK[kind], problem !== null && WRONG)}>
					{text.slice(from, to)}
				</span>
			))}
			{isAtEnd ? <span className={WRONG}>{'\u00a0\u00a0'}</span> : null}
		</>
	);
}
