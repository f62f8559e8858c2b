import { CircleAlert, CircleHelp, Info } from 'lucide-react';
import { cn } from '@/components/ui/cn';

/** One line above every view: what may be wrong with what is shown, and what to do. */
export interface Notice {
	readonly kind: 'held' | 'deny' | 'unknown';
	/** What is the case, in bold. */
	readonly title: string;
	readonly detail: string;
}

const LOOK = {
	held: { icon: CircleAlert, bar: 'bg-held-tint', mark: 'text-held' },
	deny: { icon: CircleAlert, bar: 'bg-deny-tint', mark: 'text-deny' },
	unknown: { icon: CircleHelp, bar: 'bg-unknown-tint', mark: 'text-unknown' },
} as const;

/** Each notice in a line of its own, for a region that announces them. */
export function NoticeLines({ notices }: { notices: readonly Notice[] }) {
	return (
		<>
			{notices.map((notice) => {
				const { icon: Icon, bar, mark } = LOOK[notice.kind] ?? { icon: Info, bar: '', mark: '' };
				return (
					<p
						key={`${notice.title} ${notice.detail}`}
						className={cn('flex items-start gap-2 border-b border-line px-3 py-1.5 text-12', bar)}
					>
						<Icon size={14} aria-hidden className={cn('mt-px shrink-0', mark)} />
						<span>
							<strong className="font-semibold">{notice.title}</strong> {notice.detail}
						</span>
					</p>
				);
			})}
		</>
	);
}
