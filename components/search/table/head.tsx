'use client';

import { useLayoutEffect, useRef, useState } from 'react';
import { cn } from '@/components/ui/cn';
import type { ColumnKey, Columns } from '@/lib/url/columns';
import { LINE_GRID } from './event-row';
import { HeadCell } from './head-cell';
import { COLUMN_LOOKS } from './layout';

interface Props {
	readonly columns: Columns;
	readonly timeZone: string;
	/** Undefined where columns stand as they are. */
	readonly onColumns: ((columns: Columns) => void) | undefined;
	readonly onTracks: (tracks: string) => void;
}

/** Height of the head, in CSS pixels. */
export const HEAD_PX = 28;

/** The names of the columns, above rows that scroll below it. */
export function TableHead({ columns, timeZone, onColumns, onTracks }: Props) {
	const titleOf = (key: Columns[number]['key']) =>
		key === 'time' || key === 'ingested' ? `${COLUMN_LOOKS[key].title} (${timeZone}), ago` : COLUMN_LOOKS[key].title;
	const head = useRef<HTMLTableSectionElement>(null);
	const [target, setTarget] = useState<number | null>(null);
	const movedKey = useRef<ColumnKey | null>(null);
	// biome-ignore lint/correctness/useExhaustiveDependencies: what moves in the page loses the focus; it is given back once the columns changed
	useLayoutEffect(() => {
		if (movedKey.current === null) return;
		head.current?.querySelector<HTMLElement>(`[data-column="${movedKey.current}"]`)?.focus();
		movedKey.current = null;
	}, [columns]);

	/** The column under the pointer, which a dragged one would take the place of. */
	function placeAt(clientX: number | null): number | null {
		const cells = [...(head.current?.querySelectorAll<HTMLElement>('[data-column-place]') ?? [])];
		const at = clientX === null ? -1 : cells.findIndex((cell) => clientX < cell.getBoundingClientRect().right);
		const place = clientX === null ? null : at < 0 ? cells.length - 1 : at;
		setTarget(place);
		return place;
	}

	return (
		<thead ref={head} className="sticky top-0 z-10 block">
			<tr
				aria-rowindex={1}
				style={{ height: HEAD_PX }}
				className={cn('grid-cols-(--tracks) border-b border-line bg-surface text-12 text-text-3', LINE_GRID)}
			>
				<td />
				{columns.map(({ key }, index) =>
					onColumns === undefined ? (
						<th key={key} scope="col" className={cn('truncate text-left font-normal', COLUMN_LOOKS[key].right && 'text-right')}>
							{titleOf(key)}
						</th>
					) : (
						<HeadCell
							key={key}
							columns={columns}
							index={index}
							title={titleOf(key)}
							onColumns={onColumns}
							onTracks={onTracks}
							isTarget={target === index}
							onTarget={placeAt}
							onMovedByKey={(moved) => {
								movedKey.current = moved;
							}}
						/>
					),
				)}
			</tr>
		</thead>
	);
}
