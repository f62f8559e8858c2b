import { Ban, CircleCheck, CircleDashed, CircleHelp, Hourglass, type LucideIcon, ShieldAlert } from 'lucide-react';
import { cn } from '@/components/ui/cn';
import { textOf } from '@/lib/events/words';
import type { Basis, Check, CheckState } from '@/lib/trace/explain';
import { Words } from '../words';

const LOOK: Readonly<Record<CheckState, { readonly icon: LucideIcon; readonly look: string; readonly word: string }>> = {
	passed: { icon: CircleCheck, look: 'text-allow', word: 'passed' },
	failed: { icon: Ban, look: 'text-deny', word: 'failed' },
	contradicted: { icon: ShieldAlert, look: 'text-fault', word: 'passed, against the record' },
	held: { icon: Hourglass, look: 'text-held', word: 'held' },
	not_reached: { icon: CircleDashed, look: 'text-text-3', word: 'never reached' },
	unknown: { icon: CircleHelp, look: 'text-unknown', word: 'unknown' },
};

export const BASIS_WORDS: Readonly<Record<Basis, string>> = {
	recorded: 'from the record',
	rebuilt: 'follows from the record',
	not_recorded: 'not recorded',
};

const isMarked = ({ state }: Check) => state === 'failed' || state === 'contradicted';

function Node({ check, depth }: { check: Check; depth: number }) {
	const { icon: Icon, look, word } = LOOK[check.state];
	return (
		<li>
			<div
				title={textOf(check.why)}
				className={cn(
					'flex items-start gap-2 py-1 text-12',
					isMarked(check) && '-mx-2 rounded-mark px-2',
					check.state === 'failed' && 'bg-deny-tint',
					check.state === 'contradicted' && 'bg-fault-tint',
					check.state === 'not_reached' && 'text-text-3',
				)}
				style={{ paddingLeft: isMarked(check) ? `${depth * 20 + 8}px` : `${depth * 20}px` }}
			>
				<Icon size={14} aria-hidden className={cn('mt-px shrink-0', look)} />
				<span className="min-w-0 flex-1 text-pretty [overflow-wrap:anywhere]">
					<Words of={check.label} />
					<span className={cn('ml-1.5', look)}>{word}</span>
					{check.why.length === 0 ? null : (
						// what passed unseen is one line, with its reason for the pointer and for a screen reader
						<span className={check.state === 'passed' && check.basis === 'rebuilt' ? 'sr-only' : 'block text-text-2'}>
							<Words of={check.why} />
						</span>
					)}
				</span>
				<span className="shrink-0 text-11 text-text-3">{BASIS_WORDS[check.basis]}</span>
			</div>
			{check.clauses.length === 0 ? null : (
				<ul>
					{check.clauses.map((clause, i) => (
						<Node key={`${i}/${clause.id}`} check={clause} depth={depth + 1} />
					))}
				</ul>
			)}
		</li>
	);
}

/** The checks in the order STS makes them: what passed, what failed, what was never reached, and what the record cannot tell. */
export function CheckTree({ checks }: { checks: readonly Check[] }) {
	return (
		<ul aria-label="Checks in the order STS makes them">
			{checks.map((check, i) => (
				<Node key={`${i}/${check.id}`} check={check} depth={0} />
			))}
		</ul>
	);
}
