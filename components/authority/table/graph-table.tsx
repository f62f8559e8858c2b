'use client';

import { ArrowDown, ArrowUp } from 'lucide-react';
import { type ReactNode, useMemo, useState } from 'react';
import { cn } from '@/components/ui/cn';
import type { Drawing, DrawnLink, DrawnNode } from '@/lib/authority/drawing';
import { plural } from '@/lib/events/amounts';
import { shortId } from '@/lib/events/visible';
import { StateMark } from '../state-mark';

interface Props {
	readonly drawing: Drawing;
	readonly selected: string | null;
	readonly onSelect: (id: string, kind: 'node' | 'link') => void;
}

interface Column<Row> {
	readonly name: string;
	readonly value: (row: Row) => string | number;
	readonly draw: (row: Row) => ReactNode;
	readonly isNumber?: boolean;
}

interface TableProps<Row> {
	readonly label: string;
	readonly rows: readonly Row[];
	readonly columns: readonly Column<Row>[];
	readonly idOf: (row: Row) => string;
	readonly selected: string | null;
	readonly onOpen: (row: Row) => void;
}

function compared(a: string | number, b: string | number): number {
	return typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b), 'en');
}

/** Rows that sort by a click on a head. */
function SortedTable<Row>({ label, rows, columns, idOf, selected, onOpen }: TableProps<Row>) {
	const [by, setBy] = useState<{ readonly column: number; readonly isDown: boolean }>({ column: 0, isDown: false });
	const sorted = useMemo(() => {
		const column = columns[by.column];
		if (column === undefined) return rows;
		return [...rows].sort((a, b) => compared(column.value(a), column.value(b)) * (by.isDown ? -1 : 1));
	}, [rows, columns, by]);
	return (
		<table aria-label={label} className="w-full text-12">
			<thead className="sticky top-0 bg-surface">
				<tr className="text-left text-11 text-text-2">
					{columns.map(({ name, isNumber }, column) => {
						const isBy = by.column === column;
						const Arrow = by.isDown ? ArrowDown : ArrowUp;
						return (
							<th
								key={name}
								scope="col"
								aria-sort={isBy ? (by.isDown ? 'descending' : 'ascending') : 'none'}
								className={cn('h-[var(--row)] border-b border-line px-2 font-normal', isNumber && 'text-right')}
							>
								<button
									type="button"
									onClick={() => setBy({ column, isDown: isBy && !by.isDown })}
									className="inline-flex items-center gap-1 hover:text-text"
								>
									{name}
									{isBy ? <Arrow size={11} aria-hidden /> : null}
								</button>
							</th>
						);
					})}
				</tr>
			</thead>
			<tbody>
				{sorted.map((row) => (
					<tr key={idOf(row)} className={cn('border-b border-line hover:bg-hover', idOf(row) === selected && 'bg-selected')}>
						{columns.map(({ name, draw, isNumber }, i) => (
							<td key={name} className={cn('h-[var(--row)] px-2', isNumber && 'text-right')}>
								{i === 0 ? (
									<button type="button" onClick={() => onOpen(row)} className="text-left text-accent hover:underline">
										{draw(row)}
									</button>
								) : (
									draw(row)
								)}
							</td>
						))}
					</tr>
				))}
			</tbody>
		</table>
	);
}

const NODE_COLUMNS: readonly Column<DrawnNode>[] = [
	{ name: 'Application', value: ({ title }) => title, draw: ({ title }) => title },
	{
		name: 'Session',
		value: ({ detail }) => detail,
		draw: ({ kind, detail }) => <span className={kind === 'session' ? 'font-mono' : ''}>{detail}</span>,
	},
	{
		name: 'State',
		value: ({ state, isStruck }) => (isStruck ? 'struck' : state),
		draw: ({ state, isStruck }) => <StateMark state={state} word={isStruck ? 'struck out or cut off' : undefined} />,
	},
	{ name: 'Not drawn around it', value: ({ hidden }) => hidden, draw: ({ hidden }) => hidden, isNumber: true },
];

function linkColumns(title: (id: string) => string): readonly Column<DrawnLink>[] {
	return [
		{
			name: 'Delegation',
			value: ({ id }) => id,
			draw: ({ edges, words }) => (edges.length === 1 ? <span className="font-mono">{shortId(edges[0] ?? '')}</span> : words),
		},
		{ name: 'From', value: ({ source }) => title(source), draw: ({ source }) => title(source) },
		{ name: 'To', value: ({ target }) => title(target), draw: ({ target }) => title(target) },
		{
			name: 'Scopes',
			value: ({ scopes }) => scopes,
			draw: ({ scopes, words, edges }) => (edges.length === 1 ? words || 'not on record' : scopes),
			isNumber: true,
		},
		{
			name: 'State',
			value: ({ state, isStruck }) => (isStruck ? 'struck' : state),
			draw: ({ state, isStruck }) => <StateMark state={state} word={isStruck ? 'struck out or cut off' : undefined} />,
		},
	];
}

/** The graph as two tables: the same sessions and delegations, sortable. */
export function GraphTable({ drawing, selected, onSelect }: Props) {
	const delegations = useMemo(() => drawing.links.filter(({ kind }) => kind === 'delegation'), [drawing]);
	const columns = useMemo(() => {
		const titles = new Map(drawing.nodes.map(({ id, title, detail }) => [id, `${title} ${detail}`]));
		return linkColumns((id) => titles.get(id) ?? id);
	}, [drawing]);
	return (
		<div className="size-full overflow-auto px-2">
			<h2 className="px-2 pt-3 pb-1 text-12 font-semibold">{plural(drawing.nodes.length, 'node')}</h2>
			<SortedTable
				label="Sessions"
				rows={drawing.nodes}
				columns={NODE_COLUMNS}
				idOf={({ id }) => id}
				selected={selected}
				onOpen={({ id }) => onSelect(id, 'node')}
			/>
			<h2 className="px-2 pt-5 pb-1 text-12 font-semibold">{plural(delegations.length, 'delegation')}</h2>
			<SortedTable
				label="Delegations"
				rows={delegations}
				columns={columns}
				idOf={({ id }) => id}
				selected={selected}
				onOpen={({ id }) => onSelect(id, 'link')}
			/>
		</div>
	);
}
