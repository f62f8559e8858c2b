import { Anchor, CircleCheck, CircleHelp, Info, type LucideIcon, Unlink } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from '@/components/ui/cn';

export type Tone = 'holds' | 'fails' | 'unknown' | 'note';

const LOOK: Readonly<Record<Tone, { readonly icon: LucideIcon; readonly text: string }>> = {
	holds: { icon: CircleCheck, text: 'text-allow' },
	fails: { icon: Unlink, text: 'text-fault' },
	unknown: { icon: CircleHelp, text: 'text-unknown' },
	note: { icon: Info, text: 'text-held' },
};

/** A verdict: colour, icon and word. */
export function Mark({ tone, children, className }: { tone: Tone; children: ReactNode; className?: string }) {
	const { icon: Icon, text } = LOOK[tone];
	return (
		<span className={cn('inline-flex items-center gap-1 whitespace-nowrap', text, className)}>
			<Icon size={13} aria-hidden className="shrink-0" />
			{children}
		</span>
	);
}

/** Held outside Postgres. */
export function AnchorMark({ size = 12 }: { size?: number }) {
	return <Anchor size={size} aria-hidden className="shrink-0 text-accent" />;
}
