import { Ban, CircleCheck, CircleDashed, CircleX, Hourglass, LoaderCircle, type LucideIcon } from 'lucide-react';
import { IconWord } from '@/components/ui/icon-word';
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
	const { icon, colour } = LOOKS[look];
	return <IconWord icon={icon} word={LOOK_WORDS[look]} look={colour} className="shrink-0 align-middle text-12" />;
}
