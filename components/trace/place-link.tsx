'use client';

import type { Place } from '@/lib/trace/event';
import { useRequest } from './request-context';

/** An event by its place in the ledger; it opens in the drawer. */
export function PlaceLink({ place, children }: { place: Place; children?: React.ReactNode }) {
	const { hrefOf, open } = useRequest();
	return (
		<a
			href={hrefOf({ selected: place })}
			title={`Open event ${place.zone} #${place.seq}`}
			onClick={(click) => {
				if (click.metaKey || click.ctrlKey || click.shiftKey) return;
				click.preventDefault();
				open(place);
			}}
			className="text-accent whitespace-nowrap underline decoration-line-strong underline-offset-2 hover:decoration-current"
		>
			{children ?? `#${place.seq.toLocaleString('en')}`}
		</a>
	);
}
