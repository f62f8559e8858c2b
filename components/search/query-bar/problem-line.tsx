import { CircleAlert } from 'lucide-react';
import { cn } from '@/components/ui/cn';
import type { Problem } from '@/lib/query/ast';

interface Props {
	readonly id: string;
	readonly text: string;
	readonly problem: Problem | undefined;
	/** How many more there are. */
	readonly more: number;
	readonly onTake: (text: string) => void;
	/** Something else stands where the line would. */
	readonly isCovering: boolean;
}

/** What is wrong with the query, where, and how it may have been meant. */
export function ProblemLine({ id, text, problem, more, onTake, isCovering }: Props) {
	return (
		<div role="alert" id={id} className={cn(problem === undefined && 'hidden', isCovering && 'sr-only')}>
			{problem === undefined ? null : (
				<p className="flex items-start gap-2 pt-1.5 pb-0.5 text-12">
					<CircleAlert size={13} aria-hidden className="mt-0.5 shrink-0 text-deny" />
					<span className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
						<span>
							{problem.message} <span className="text-text-3">{placeWords(problem, text)}</span>
							{more > 0 ? <span className="text-text-3">, and {more} more</span> : null}
						</span>
						{problem.suggestion === null ? null : (
							<button
								type="button"
								onClick={() => onTake(problem.suggestion ?? text)}
								className="flex min-w-0 items-center gap-1.5 text-accent hover:underline"
							>
								<span className="whitespace-nowrap">Correct to</span>
								<code className="min-w-0 truncate font-mono">{problem.suggestion}</code>
								<kbd className="rounded-mark border border-line-strong px-1 font-sans text-11 text-text-3 pointer-coarse:hidden">Tab</kbd>
							</button>
						)}
					</span>
				</p>
			)}
		</div>
	);
}

function placeWords({ span }: Problem, text: string): string {
	return span.from >= text.length ? 'at the end' : `at character ${(span.from + 1).toLocaleString('en')}`;
}
