import { Ban, CircleCheck, CircleDashed, Clock, KeyRound, type LucideIcon } from 'lucide-react';
import { cn } from '@/components/ui/cn';
import { IconWord } from '@/components/ui/icon-word';

export type AccessState = 'active' | 'ending' | 'must_change' | 'expired' | 'revoked' | 'disabled';

const LOOK: Readonly<Record<AccessState, { icon: LucideIcon; words: string; tone: string }>> = {
	active: { icon: CircleCheck, words: 'active', tone: 'text-text-2' },
	ending: { icon: Clock, words: 'ends soon', tone: 'text-held' },
	must_change: { icon: KeyRound, words: 'no own password yet', tone: 'text-held' },
	expired: { icon: CircleDashed, words: 'expired', tone: 'text-text-3' },
	revoked: { icon: Ban, words: 'revoked', tone: 'text-text-3' },
	disabled: { icon: Ban, words: 'disabled', tone: 'text-text-3' },
};

/** Whether an account or a token counts, as icon and word. */
export function StateMark({ state, className }: { state: AccessState; className?: string }) {
	const { icon, words, tone } = LOOK[state];
	return <IconWord icon={icon} word={words} look={tone} className={cn('flex font-normal', className)} />;
}
