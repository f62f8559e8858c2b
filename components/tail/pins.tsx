import { Copy, PinOff } from 'lucide-react';
import { useEffect, useState } from 'react';
import { DecisionMark } from '@/components/events/decision-mark';
import { Sentence } from '@/components/events/sentence';
import { Button } from '@/components/ui/button';
import { useCopy } from '@/components/ui/copy-button';
import type { TailItem } from '@/lib/api/tail';
import { groupDigits } from '@/lib/events/amounts';
import { visible } from '@/lib/events/visible';
import { type EventPlace, formatPlace } from '@/lib/url/place';
import { PINS_MAX } from '@/lib/url/tail';
import { useTail } from './tail-context';

/** The pins with an event among them, or no longer; the oldest gives way when there are too many. */
export function pinned(pins: readonly EventPlace[], { zone, seq }: EventPlace): readonly EventPlace[] {
	const key = formatPlace({ zone, seq });
	const others = pins.filter((pin) => formatPlace(pin) !== key);
	return others.length < pins.length ? others : [...others, { zone, seq }].slice(-PINS_MAX);
}

/** Rows kept in sight while others pass: they stay though they are let go of by the list. */
export function Pins() {
	const { state, change, hrefOf, now } = useTail();
	const [known, setKnown] = useState<ReadonlyMap<string, TailItem>>(new Map());
	const [said, copy] = useCopy();
	const keys = state.pins.map(formatPlace);
	const missing = keys.filter((key) => !known.has(key)).join('\n');
	// biome-ignore lint/correctness/useExhaustiveDependencies: a pinned row is looked for once among those on the page
	useEffect(() => {
		const sought = new Set(missing.split('\n'));
		const found = missing === '' ? [] : now.rows.filter((row) => sought.has(formatPlace(row)));
		if (found.length > 0) setKnown((was) => new Map([...was, ...found.map((row): [string, TailItem] => [formatPlace(row), row])]));
	}, [missing]);
	if (state.pins.length === 0) return null;
	const rows = keys.flatMap((key) => known.get(key) ?? []);
	return (
		<section aria-label="Pinned" className="border-b border-line px-3 py-2">
			<h2 className="flex items-center gap-1 text-12 font-semibold">
				Pinned
				<span className="ml-auto flex">
					<Button
						kind="quiet"
						size="icon"
						disabled={rows.length === 0}
						aria-label="Copy the pinned events as JSON lines"
						title="Copy them as JSON lines"
						onClick={() => void copy(rows.map((row) => JSON.stringify(row)).join('\n'))}
					>
						<Copy size={13} aria-hidden />
					</Button>
				</span>
				<span role="status" className="text-11 font-normal text-text-3 empty:hidden">
					{said === 'copied' ? 'Copied' : said === 'failed' ? 'Not allowed' : ''}
				</span>
			</h2>
			<ul>
				{state.pins.map((pin) => {
					const key = formatPlace(pin);
					const row = known.get(key);
					return (
						<li key={key} className="flex items-start gap-1 py-1 text-12">
							<a
								href={hrefOf({ selected: pin })}
								onClick={(event) => {
									if (event.metaKey || event.ctrlKey || event.shiftKey) return;
									event.preventDefault();
									change({ selected: pin });
								}}
								className="min-w-0 flex-1 hover:underline"
							>
								{row === undefined ? null : <DecisionMark decision={row.decision} className="mr-1.5" />}
								{row === undefined ? null : <Sentence segments={row.sentence} decision={row.decision} as="row" />}{' '}
								<span className="text-text-3">
									{visible(pin.zone)} #{groupDigits(pin.seq)}
								</span>
							</a>
							<Button
								kind="quiet"
								size="icon"
								aria-label={`Unpin #${pin.seq}`}
								title="Unpin"
								onClick={() => change({ pins: pinned(state.pins, pin) }, 'replace')}
							>
								<PinOff size={12} aria-hidden />
							</Button>
						</li>
					);
				})}
			</ul>
		</section>
	);
}
