'use client';

import { RotateCcw } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { Menu, MenuCheckItem, MenuContent, MenuItem, MenuLabel, MenuSeparator, MenuTrigger } from '@/components/ui/menu';
import { COLUMN_KEYS, DEFAULT_COLUMNS, formatColumns } from '@/lib/url/columns';
import { ColumnButton, type ColumnMenuProps } from './column-button';
import { COLUMN_LOOKS, toggledColumn } from './layout';

/** Chooses the columns of the list. Their order and width are set at their heads. */
export default function ColumnPopup({ columns, onColumns }: ColumnMenuProps) {
	return (
		<Menu defaultOpen>
			<MenuTrigger asChild>
				<ColumnButton />
			</MenuTrigger>
			<MenuContent align="end" className="max-h-[70vh] overflow-auto">
				<MenuLabel>Columns</MenuLabel>
				<DropdownMenu.Group>
					{COLUMN_KEYS.map((key) => {
						const isShown = columns.some((column) => column.key === key);
						return (
							<MenuCheckItem
								key={key}
								checked={isShown}
								disabled={isShown && columns.length === 1}
								onCheckedChange={() => onColumns(toggledColumn(columns, key))}
								// several are chosen at one opening
								onSelect={(event) => event.preventDefault()}
							>
								{COLUMN_LOOKS[key].title}
							</MenuCheckItem>
						);
					})}
				</DropdownMenu.Group>
				<MenuSeparator />
				<MenuItem disabled={formatColumns(columns) === ''} onSelect={() => onColumns(DEFAULT_COLUMNS)}>
					<RotateCcw size={12} aria-hidden /> As at first
				</MenuItem>
			</MenuContent>
		</Menu>
	);
}
