import { CircleCheck, CircleHelp, CircleSlash, type LucideIcon, PauseCircle } from 'lucide-react';
import { cn } from '@/components/ui/cn';
import { textOf } from '@/lib/events/words';
import type { LinkStatus } from '@/lib/trace/life';
import { PlaceLink } from '../place-link';

const LOOK: Readonly<Record<LinkStatus['state'], { readonly icon: LucideIcon; readonly look: string; readonly word: string }>> = {
	alive: { icon: CircleCheck, look: 'text-allow', word: 'alive' },
	suspended: { icon: PauseCircle, look: 'text-held', word: 'suspended' },
	ended: { icon: CircleSlash, look: 'text-deny', word: 'ended' },
	unknown: { icon: CircleHelp, look: 'text-unknown', word: 'unknown' },
};

/** How a link of the chain stood or stands: word and icon, how sure, and the event that says so. */
export function LinkState({ when, status }: { when: 'then' | 'now'; status: LinkStatus }) {
	const { icon: Icon, look, word } = LOOK[status.state];
	const why = textOf(status.why);
	return (
		<span className="inline-flex items-center gap-1 whitespace-nowrap" title={why === '' ? undefined : `${why} (${status.sure})`}>
			<span className="text-text-3">{when}</span>
			<span className={cn('inline-flex items-center gap-1', look)}>
				<Icon size={12} aria-hidden />
				{status.state === 'ended' ? (status.how ?? word) : word}
				{status.state !== 'unknown' && status.sure !== 'certain' ? <span className="text-text-3">({status.sure})</span> : null}
			</span>
			{status.place === null || status.state === 'alive' ? null : <PlaceLink place={status.place} />}
		</span>
	);
}
