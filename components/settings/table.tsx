import type { ComponentProps, ReactNode } from 'react';
import { cn } from '@/components/ui/cn';

/** A column's head; one of buttons, which say themselves what they do, is only spoken. */
export type Column = string | { readonly spoken: string };

/** A list of settings as a table; below 1024 px each row becomes lines of words, and the head is only spoken. */
export function Table({
	label,
	columns,
	grid,
	children,
}: {
	label: string;
	columns: readonly Column[];
	grid: string;
	children: ReactNode;
}) {
	return (
		<table aria-label={label} className="block">
			<thead className="block max-lg:sr-only">
				<tr className={cn('flex h-7 items-center gap-x-3 border-b border-line px-3 text-12 text-text-3 lg:grid', grid)}>
					{columns.map((column) => {
						const name = typeof column === 'string' ? column : column.spoken;
						return (
							<th key={name} scope="col" className="truncate text-left font-normal">
								{typeof column === 'string' ? name : <span className="sr-only">{name}</span>}
							</th>
						);
					})}
				</tr>
			</thead>
			<tbody className="block">{children}</tbody>
		</table>
	);
}

export function Row({ grid, dimmed, current, children }: { grid: string; dimmed?: boolean; current?: boolean; children: ReactNode }) {
	return (
		<tr
			className={cn(
				'relative flex min-h-(--row) flex-wrap items-center gap-x-3 border-b border-line px-3 py-2 hover:bg-hover lg:grid lg:py-0',
				grid,
				dimmed && 'text-text-2',
				current && 'bg-selected shadow-[inset_2px_0_0_var(--accent)] hover:bg-selected',
			)}
		>
			{children}
		</tr>
	);
}

interface CellProps extends ComponentProps<'td'> {
	/** What stands before the value where there is no head above it. */
	readonly before?: string;
}

export function Cell({ before, className, children, ...props }: CellProps) {
	return (
		<td className={cn('min-w-0 truncate p-0 max-lg:max-w-full max-lg:text-12', className)} {...props}>
			{before === undefined ? null : <span className="text-text-3 lg:hidden">{before} </span>}
			{children}
		</td>
	);
}
