import { Ban, CircleCheck, CircleDashed, CircleHelp, CircleSlash, Hourglass, type LucideIcon, PauseCircle } from 'lucide-react';
import { IconWord } from '@/components/ui/icon-word';
import { STATE_WORDS } from '@/lib/authority/drawing';
import type { StandingState } from '@/lib/authority/standing';

export const STATE_LOOK: Readonly<Record<StandingState, { readonly icon: LucideIcon; readonly text: string }>> = {
	alive: { icon: CircleCheck, text: 'text-allow' },
	suspended: { icon: PauseCircle, text: 'text-held' },
	revoked: { icon: Ban, text: 'text-deny' },
	expired: { icon: Hourglass, text: 'text-text-2' },
	ended: { icon: CircleSlash, text: 'text-deny' },
	unborn: { icon: CircleDashed, text: 'text-text-3' },
	unknown: { icon: CircleHelp, text: 'text-unknown' },
};

/** How a session, delegation or record stands: always icon and word, never colour alone. */
export function StateMark({ state, word, className }: { state: StandingState; word?: string; className?: string }) {
	const { icon, text } = STATE_LOOK[state];
	return <IconWord icon={icon} word={word ?? STATE_WORDS[state]} look={text} className={className} />;
}
