import type { LucideIcon } from 'lucide-react';
import { cn } from './cn';

/** A state as icon and word, never as colour alone. @param look the classes of its colour */
export function IconWord({
	icon: Icon,
	word,
	look,
	className,
}: {
	icon: LucideIcon;
	word: string;
	look: string;
	className?: string | undefined;
}) {
	return (
		<span className={cn('inline-flex items-center gap-[5px] font-medium whitespace-nowrap', look, className)}>
			<Icon size={14} aria-hidden className="shrink-0" />
			{word}
		</span>
	);
}
