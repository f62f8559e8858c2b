'use client';

import { Columns3 } from 'lucide-react';
import type { ComponentProps } from 'react';
import { Button } from '@/components/ui/button';
import type { Columns } from '@/lib/url/columns';

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
