import { Ban, CircleCheck, CircleHelp, Hourglass, type LucideIcon, Minus } from 'lucide-react';
import { cn } from '@/components/ui/cn';
import { cutEnd, visible } from '@/lib/events/visible';
import { decisionWord, type Meaning, meaningOf } from '@/lib/events/vocabulary';

const LOOK: Readonly<Record<Meaning, { icon: LucideIcon; text: string }>> = {
	allow: { icon: CircleCheck, text: 'text-allow' },
	deny: { icon: Ban, text: 'text-deny' },
	held: { icon: Hourglass, text: 'text-held' },
	none: { icon: Minus, text: 'text-text-3 font-normal' },
	unknown: { icon: CircleHelp, text: 'text-unknown' },
};

/** A decision: always icon and word, never colour alone. */
export function DecisionMark({ decision, className }: { decision: string; className?: string }) {
	const { icon: Icon, text } = LOOK[meaningOf(decision)];
	return (
		<span className={cn('inline-flex items-center gap-[5px] font-medium whitespace-nowrap', text, className)}>
			<Icon size={14} aria-hidden className="shrink-0" />
			{cutEnd(visible(decisionWord(decision)), 24)}
		</span>
	);
}
