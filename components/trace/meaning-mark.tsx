import { Ban, CircleCheck, CircleHelp, CircleX, Hourglass, type LucideIcon, Minus, ShieldAlert, Split } from 'lucide-react';
import { IconWord } from '@/components/ui/icon-word';
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
	return <IconWord icon={ShieldAlert} word={word} look="shrink-0 text-fault" className={className} />;
}

/** What came of a request or of one resource: always icon and word, never colour alone. */
export function MeaningMark({ meaning, word, className }: { meaning: TraceMeaning; word?: string; className?: string }) {
	const { icon, text, word: usual } = LOOK[meaning];
	return <IconWord icon={icon} word={word ?? usual} look={text} className={className} />;
}
