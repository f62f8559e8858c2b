import { Ban, CircleCheck, CircleDashed, CircleX, Hourglass, LoaderCircle, type LucideIcon } from 'lucide-react';
import { cn } from '@/components/ui/cn';
import { type JobLook, LOOK_WORDS } from './job-words';

const LOOKS: Readonly<Record<JobLook, { readonly icon: LucideIcon; readonly colour: string }>> = {
	waiting: { icon: Hourglass, colour: 'text-text-2' },
	running: { icon: LoaderCircle, colour: 'text-accent' },
	ending: { icon: LoaderCircle, colour: 'text-text-2' },
	ready: { icon: CircleCheck, colour: 'text-allow' },
	gone: { icon: CircleDashed, colour: 'text-text-3' },
	cancelled: { icon: Ban, colour: 'text-text-3' },
	failed: { icon: CircleX, colour: 'text-deny' },
};

/** How a bundle stands: icon and word. */
export function JobMark({ look }: { look: JobLook }) {
	const { icon: Icon, colour } = LOOKS[look];
	return (
		<span className={cn('inline-flex shrink-0 items-center gap-1.5 align-middle text-12 font-medium whitespace-nowrap', colour)}>
			<Icon size={13} aria-hidden /> {LOOK_WORDS[look]}
		</span>
	);
}
