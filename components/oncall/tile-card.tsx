import Link from 'next/link';
import { cn } from '@/components/ui/cn';
import type { Tile } from '@/lib/api/oncall';
import { visible } from '@/lib/events/visible';
import { titleOf } from '@/lib/oncall/needs';
import { ATTENTION, shownAt, TILE_ICONS, UNKNOWN_ICON } from './look';
import { Spark } from './spark';

/** A figure, what it means, and the rule by which it asks for attention. It leads to what it counted. */
export function TileCard({ tile, large = false }: { tile: Tile; large?: boolean }) {
	const asks = tile.state === 'attention';
	const { text, line } = ATTENTION[tile.meaning];
	const Icon = asks && tile.meaning === 'unknown' ? UNKNOWN_ICON : TILE_ICONS[tile.id];
	const title = titleOf(tile.id);
	const href = shownAt(tile);
	const content = (
		<>
			<span className={cn('flex flex-wrap items-center gap-x-1.5 font-medium', large ? 'text-20' : 'text-12', asks ? text : 'text-text-2')}>
				<Icon size={large ? 20 : 14} aria-hidden className="shrink-0" />
				<span className={large ? 'text-balance' : 'min-w-0'}>{title}</span>
				<span className={cn('ml-auto shrink-0', large ? 'text-15' : 'text-11', asks ? 'font-semibold' : 'font-normal text-text-3')}>
					{asks ? 'attention' : 'calm'}
				</span>
			</span>
			<span className={cn('flex min-w-0 items-baseline gap-x-1.5', !large && 'max-sm:flex-wrap')}>
				<span className={cn('shrink-0 font-medium', large ? 'text-[clamp(28px,6.5vh,84px)] leading-none' : 'text-20')}>
					{tile.figure.value}
				</span>
				<span className={cn('max-w-full truncate text-text-2', large ? 'text-20' : 'text-13')} title={visible(tile.figure.unit)}>
					{visible(tile.figure.unit)}
				</span>
			</span>
			<span className={cn('text-text-2', large ? 'line-clamp-2 text-15' : 'text-12')}>{visible(tile.said)}</span>
			{tile.series === null ? null : (
				<span className={cn('relative mt-1 block', large ? 'min-h-6 flex-1' : 'h-6')}>
					<Spark series={tile.series} color={asks ? line : 'var(--chart-line)'} />
				</span>
			)}
			<span className={cn('mt-auto pt-1 text-text-3', large ? 'line-clamp-2 text-13' : 'text-11')}>{tile.rule}</span>
		</>
	);
	return (
		<section
			aria-label={title}
			data-tile={tile.id}
			className={cn('relative flex min-w-0 flex-col bg-surface', asks && text, asks && 'shadow-[inset_0_2px_0_0_currentColor]')}
		>
			<div className={cn('flex min-w-0 flex-1 flex-col gap-1 px-4 py-3 text-text', href !== null && 'hover:bg-hover/60')}>{content}</div>
			{href === null ? null : (
				<Link
					href={href}
					prefetch={false}
					data-stop
					aria-label={tile.page === undefined ? `${title}: the events in the search` : `${title}: open them`}
					className="absolute inset-0"
				/>
			)}
		</section>
	);
}
