import Link from 'next/link';
import { cn } from '@/components/ui/cn';
import type { Need } from '@/lib/api/oncall';
import { visible } from '@/lib/events/visible';
import { ATTENTION, shownAt, TILE_ICONS } from './look';
import { Panel } from './panel';

/** What asks for attention, most urgent first. */
export function NeedsPanel({ needs, large = false, className }: { needs: readonly Need[]; large?: boolean; className?: string }) {
	return (
		<Panel
			title="Needs you, most urgent first"
			note={needs.length === 0 ? undefined : String(needs.length)}
			large={large}
			className={className}
		>
			{needs.length === 0 ? (
				<p className="py-2 text-text-2">Nothing. Every tile is calm.</p>
			) : (
				<ol>
					{needs.map((need) => {
						const Icon = TILE_ICONS[need.tile];
						const href = shownAt(need);
						return (
							<li key={`${need.tile} ${need.title}`} className="flex gap-2 border-b border-line py-2 last:border-0">
								<Icon size={large ? 22 : 15} aria-hidden className={cn('mt-0.5 shrink-0', ATTENTION[need.meaning].text)} />
								<span className="min-w-0 flex-1">
									<span className="block font-medium wrap-anywhere">{visible(need.title)}</span>
									<span className={cn('block text-text-2 wrap-anywhere', large ? 'text-15' : 'text-12')}>{visible(need.said)}</span>
								</span>
								{href === null ? null : (
									<Link
										href={href}
										prefetch={false}
										data-stop
										aria-label={`Open the events of: ${visible(need.title)}`}
										className={cn('shrink-0 self-start text-accent hover:underline', large ? 'text-15' : 'text-12')}
									>
										Open
									</Link>
								)}
							</li>
						);
					})}
				</ol>
			)}
		</Panel>
	);
}
