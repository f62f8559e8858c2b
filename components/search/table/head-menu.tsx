'use client';

import { ArrowLeft, ArrowRight, EyeOff, MoveHorizontal } from 'lucide-react';
import { Menu, MenuContent, MenuItem, MenuSeparator, MenuTrigger } from '@/components/ui/menu';
import type { ColumnKey, Columns } from '@/lib/url/columns';
import { moved, resized, toggledColumn } from './layout';

interface Props {
	readonly columns: Columns;
	readonly column: ColumnKey;
	readonly title: string;
	readonly onColumns: (columns: Columns) => void;
	readonly onClose: () => void;
	/** Gives the focus back to the head. */
	readonly onFocusBack: () => void;
}

/** What can be done with a column, by click and key. Open from the start, over the head it stands in. */
export default function HeadMenu({ columns, column, title, onColumns, onClose, onFocusBack }: Props) {
	const index = columns.findIndex((each) => each.key === column);
	return (
		<Menu open onOpenChange={(open) => (open ? undefined : onClose())}>
			<MenuTrigger asChild>
				<span aria-hidden tabIndex={-1} className="pointer-events-none absolute inset-0" />
			</MenuTrigger>
			<MenuContent
				align="start"
				aria-labelledby={undefined}
				aria-label={title}
				onCloseAutoFocus={(event) => {
					event.preventDefault();
					onFocusBack();
				}}
			>
				<MenuItem disabled={index === 0} onSelect={() => onColumns(moved(columns, column, index - 1))}>
					<ArrowLeft size={12} aria-hidden /> Move left
				</MenuItem>
				<MenuItem disabled={index === columns.length - 1} onSelect={() => onColumns(moved(columns, column, index + 1))}>
					<ArrowRight size={12} aria-hidden /> Move right
				</MenuItem>
				<MenuItem disabled={columns[index]?.widthPx === null} onSelect={() => onColumns(resized(columns, column, null))}>
					<MoveHorizontal size={12} aria-hidden /> Its own width
				</MenuItem>
				<MenuSeparator />
				<MenuItem disabled={columns.length === 1} onSelect={() => onColumns(toggledColumn(columns, column))}>
					<EyeOff size={12} aria-hidden /> Hide
				</MenuItem>
			</MenuContent>
		</Menu>
	);
}
