import type { ReactNode } from 'react';

/** A small table of a panel. Columns that begin with `>` stand at the right; those that end in `?` are left out where it is narrow. */
export function PlainTable({ label, columns, children }: { label: string; columns: readonly string[]; children: ReactNode }) {
	return (
		<table aria-label={label} className="w-full table-fixed text-12">
			<thead>
				<tr className="text-text-3">
					{columns.map((column) => (
						<th
							key={column}
							scope="col"
							className={`h-6 font-normal ${column.startsWith('>') ? 'text-right' : 'text-left'} ${column.endsWith('?') ? 'max-sm:hidden' : ''}`}
						>
							{column.replace(/^>|\?$/g, '')}
						</th>
					))}
				</tr>
			</thead>
			<tbody>{children}</tbody>
		</table>
	);
}

export const ROW = 'h-(--row) border-t border-line hover:bg-hover';
