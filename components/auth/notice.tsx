import { CircleAlert, Info } from 'lucide-react';
import { cn } from '@/components/ui/cn';

/** Why one is on this page, or what went wrong on the way here. */
export function AuthNotice({ words, isProblem }: { words: string; isProblem: boolean }) {
	const Icon = isProblem ? CircleAlert : Info;
	return (
		<p
			role={isProblem ? 'alert' : 'status'}
			className={cn('mb-5 flex items-start gap-2 rounded-control px-2.5 py-2 text-13', isProblem ? 'bg-deny-tint' : 'bg-unknown-tint')}
		>
			<Icon size={15} aria-hidden className={cn('mt-0.5 shrink-0', isProblem ? 'text-deny' : 'text-unknown')} />
			{words}
		</p>
	);
}
