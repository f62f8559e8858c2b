import { Ban, CircleCheck, CircleHelp, CircleX, Hourglass, type LucideIcon, Minus, ShieldAlert, Split } from 'lucide-react';
import { cn } from '@/components/ui/cn';
import type { TraceMeaning } from '@/lib/trace/outcome';

const LOOK: Readonly<Record<TraceMeaning, { readonly icon: LucideIcon; readonly text: string; readonly word: string }>> = {
	allow: { icon: CircleCheck, text: 'text-allow', word: 'allowed' },
	deny: { icon: Ban, text: 'text-deny', word: 'denied' },
	held: { icon: Hourglass, text: 'text-held', word: 'held' },
	failed: { icon: CircleX, text: 'text-deny', word: 'failed' },
	mixed: { icon: Split, text: 'text-text', word: 'mixed' },
	none: { icon: Minus, text: 'text-text-3', word: 'no decision' },
	unknown: { icon: CircleHelp, text: 'text-unknown', word: 'unknown' },
};

/** Allowed although the authority for it had ended: a fault, not an outcome. */
export function ViolationMark({ word = 'allowed after revocation', className }: { word?: string; className?: string }) {
	return (
		<span className={cn('inline-flex shrink-0 items-center gap-[5px] font-medium whitespace-nowrap text-fault', className)}>
			<ShieldAlert size={14} aria-hidden className="shrink-0" />
			{word}
		</span>
	);
}

/** What came of a request or of one resource: always icon and word, never colour alone. */
export function MeaningMark({ meaning, word, className }: { meaning: TraceMeaning; word?: string; className?: string }) {
	const { icon: Icon, text, word: usual } = LOOK[meaning];
	return (
		<span className={cn('inline-flex items-center gap-[5px] font-medium whitespace-nowrap', text, className)}>
			<Icon size={14} aria-hidden className="shrink-0" />
			{word ?? usual}
		</span>
	);
}
