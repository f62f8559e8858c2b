import { History } from 'lucide-react';
import { cn } from '@/components/ui/cn';
import type { Offer, Option } from './option';

interface Props {
	readonly id: string;
	readonly offer: Offer;
	readonly active: number;
	readonly left: number;
	readonly onTake: (option: Option) => void;
	readonly onForget: () => void;
}

const KEY = 'rounded-mark border border-line-strong px-1 font-sans text-11';

/** Fields, values with their counts, or recent queries, below the query. */
export function OfferList({ id, offer, active, left, onTake, onForget }: Props) {
	const max = Math.max(0, ...offer.options.map((option) => option.events ?? 0));
	return (
		// biome-ignore lint/a11y/noStaticElementInteractions: a click in the list leaves the focus in the query
		<div
			className="absolute top-[34px] z-40 w-[min(352px,calc(100vw-24px))] rounded-menu bg-overlay p-1 shadow-menu"
			style={{ left: `clamp(0px, ${left}px, max(0px, 100% - 352px))` }}
			onMouseDown={(event) => event.preventDefault()}
		>
			<p className="flex justify-between gap-3 px-2 py-1 text-11 text-text-3">
				<span className="truncate">{offer.title}</span>
				{offer.options.some((option) => option.events != null) ? <span>events</span> : null}
				{offer.kind === 'recent' ? (
					<button type="button" tabIndex={-1} onClick={onForget} className="text-accent hover:underline">
						Forget them
					</button>
				) : null}
			</p>
			<div role="listbox" id={id} aria-label={offer.title} className="max-h-[264px] overflow-auto">
				{offer.options.map((option, i) => (
					// biome-ignore lint/a11y/useFocusableInteractive: as above
					// biome-ignore lint/a11y/useKeyWithClickEvents: the query takes the keys
					<div
						key={option.key}
						id={`${id}-${i}`}
						role="option"
						aria-selected={i === active}
						onClick={() => onTake(option)}
						className={cn(
							'flex h-6 cursor-default items-center gap-2 rounded-control px-2 whitespace-nowrap pointer-coarse:h-9',
							i === active ? 'bg-selected' : 'hover:bg-hover',
						)}
					>
						{offer.kind === 'recent' ? <History size={12} aria-hidden className="shrink-0 text-text-3" /> : null}
						<span className={cn('min-w-0 truncate', option.isCode && 'font-mono text-12', offer.kind === 'names' && 'shrink-0')}>
							{option.text}
						</span>
						{option.detail === undefined ? null : <span className="min-w-0 flex-1 truncate text-12 text-text-3">{option.detail}</span>}
						{option.events == null ? null : (
							<>
								<span className="ml-auto text-text-2">{option.events.toLocaleString('en')}</span>
								<span aria-hidden className="h-1 w-14 shrink-0 rounded-[1px] bg-line">
									<span
										className="block h-1 rounded-[1px] bg-chart-line"
										style={{ width: max === 0 ? 0 : `${((option.events / max) * 100).toFixed(1)}%` }}
									/>
								</span>
							</>
						)}
					</div>
				))}
			</div>
			{offer.note === undefined ? null : <p className="px-2 py-1 text-12 text-pretty text-text-2">{offer.note}</p>}
			<p
				aria-hidden
				className="-mx-1 mt-1 -mb-1 flex items-center gap-3 border-t border-line px-3 py-1 text-11 whitespace-nowrap text-text-3 pointer-coarse:hidden"
			>
				{offer.options.length === 0 ? null : (
					<span>
						<kbd className={KEY}>{offer.suggested >= 0 || active >= 0 ? '↵' : 'Tab'}</kbd> take
					</span>
				)}
				{offer.kind === 'values' && offer.options.length > 0 ? (
					<span>
						<kbd className={KEY}>⇧ ↵</kbd> leave out
					</span>
				) : null}
				{offer.kind === 'values' ? (
					<span>
						<kbd className={KEY}>*</kbd> any
					</span>
				) : null}
				{offer.options.length < offer.total ? (
					<span className="ml-auto">
						{offer.options.length} of {offer.total.toLocaleString('en')}
					</span>
				) : null}
			</p>
		</div>
	);
}
