'use client';

import { Columns3 } from 'lucide-react';
import { type ComponentProps, lazy } from 'react';
import { Button } from '@/components/ui/button';
import { OnDemand } from '@/components/ui/on-demand';
import type { Columns } from '@/lib/url/columns';

const load = () => import('./column-popup');
const ColumnPopup = lazy(load);

export interface ColumnMenuProps {
	readonly columns: Columns;
	readonly onColumns: (columns: Columns) => void;
}

export function ColumnButton(props: ComponentProps<'button'>) {
	return (
		<Button aria-label="Columns" title="Columns" className="max-md:hidden" {...props}>
			<Columns3 size={13} aria-hidden /> <span className="hidden @5xl:inline">Columns</span>
		</Button>
	);
}

/** Chooses the columns of the list. Their order and width are set at their heads. */
export function ColumnMenu(props: ColumnMenuProps) {
	return (
		<OnDemand button={<ColumnButton />} load={load}>
			<ColumnPopup {...props} />
		</OnDemand>
	);
}
