'use client';

import { ArrowDown, ArrowUp } from 'lucide-react';
import { type ReactNode, useMemo } from 'react';
import { cn } from '@/components/ui/cn';
import type { Drawing, DrawnLink, DrawnNode } from '@/lib/authority/drawing';
import { plural } from '@/lib/events/amounts';
import { shortId } from '@/lib/events/visible';
import type { SortTable, TableSort } from '@/lib/url/authority';
import { StateMark } from '../state-mark';

interface Props {
	readonly drawing: Drawing;
	readonly selected: string | null;
	readonly sort: TableSort | null;
	readonly onSelect: (id: string, kind: 'node' | 'link') => void;
	readonly onSort: (sort: TableSort) => void;
}

interface Column<Row> {
	readonly id: string;
	readonly name: string;
	readonly value: (row: Row) => string | number;
	readonly draw: (row: Row) => ReactNode;
	readonly isNumber?: boolean;
}

interface TableProps<Row> {
	readonly table: SortTable;
	readonly label: string;
	readonly rows: readonly Row[];
	readonly columns: readonly Column<Row>[];
	readonly idOf: (row: Row) => string;
	readonly selected: string | null;
	readonly onOpen: (row: Row) => void;
	readonly sort: TableSort | null;
	readonly onSort: (sort: TableSort) => void;
}

function compared(a: string | number, b: string | number): number {
	return typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b), 'en');
}

/** Rows that sort by a click on a head. */
function SortedTable<Row>({ table, label, rows, columns, idOf, selected, onOpen, sort, onSort }: TableProps<Row>) {
	const by = sort?.table === table ? sort : { column: columns[0]?.id ?? '', isDown: false };
	const sorted = useMemo(() => {
		const column = columns.find(({ id }) => id === by.column);
		if (column === undefined) return rows;
		return [...rows].sort((a, b) => compared(column.value(a), column.value(b)) * (by.isDown ? -1 : 1));
	}, [rows, columns, by.column, by.isDown]);
	return (
		<table aria-label={label} className="w-full text-12">
			<thead className="sticky top-0 bg-surface">
				<tr className="text-left text-11 text-text-2">
					{columns.map(({ id, name, isNumber }) => {
						const isBy = by.column === id;
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
									onClick={() => onSort({ table, column: id, isDown: isBy && !by.isDown })}
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
	{ id: 'application', name: 'Application', value: ({ title }) => title, draw: ({ title }) => title },
	{
		id: 'session',
		name: 'Session',
		value: ({ detail }) => detail,
		draw: ({ kind, detail }) => <span className={kind === 'session' ? 'font-mono' : ''}>{detail}</span>,
	},
	{
		id: 'state',
		name: 'State',
		value: ({ state, isStruck }) => (isStruck ? 'struck' : state),
		draw: ({ state, isStruck }) => <StateMark state={state} word={isStruck ? 'struck out or cut off' : undefined} />,
	},
	{ id: 'hidden', name: 'Not drawn around it', value: ({ hidden }) => hidden, draw: ({ hidden }) => hidden, isNumber: true },
];

function linkColumns(title: (id: string) => string): readonly Column<DrawnLink>[] {
	return [
		{
			id: 'delegation',
			name: 'Delegation',
			value: ({ id }) => id,
			draw: ({ edges, words }) => (edges.length === 1 ? <span className="font-mono">{shortId(edges[0] ?? '')}</span> : words),
		},
		{ id: 'from', name: 'From', value: ({ source }) => title(source), draw: ({ source }) => title(source) },
		{ id: 'to', name: 'To', value: ({ target }) => title(target), draw: ({ target }) => title(target) },
		{
			id: 'scopes',
			name: 'Scopes',
			value: ({ scopes }) => scopes,
			draw: ({ scopes, words, edges }) => (edges.length === 1 ? words || 'not on record' : scopes),
			isNumber: true,
		},
		{
			id: 'state',
			name: 'State',
			value: ({ state, isStruck }) => (isStruck ? 'struck' : state),
			draw: ({ state, isStruck }) => <StateMark state={state} word={isStruck ? 'struck out or cut off' : undefined} />,
		},
	];
}

/** The graph as two tables: the same sessions and delegations, sortable. */
export function GraphTable({ drawing, selected, sort, onSelect, onSort }: Props) {
	const delegations = useMemo(() => drawing.links.filter(({ kind }) => kind === 'delegation'), [drawing]);
	const columns = useMemo(() => {
		const titles = new Map(drawing.nodes.map(({ id, title, detail }) => [id, `${title} ${detail}`]));
		return linkColumns((id) => titles.get(id) ?? id);
	}, [drawing]);
	return (
		<div className="size-full overflow-auto px-2">
			<h2 className="px-2 pt-3 pb-1 text-12 font-semibold">{plural(drawing.nodes.length, 'node')}</h2>
			<SortedTable
				table="sessions"
				label="Sessions"
				rows={drawing.nodes}
				columns={NODE_COLUMNS}
				idOf={({ id }) => id}
				selected={selected}
				onOpen={({ id }) => onSelect(id, 'node')}
				sort={sort}
				onSort={onSort}
			/>
			<h2 className="px-2 pt-5 pb-1 text-12 font-semibold">{plural(delegations.length, 'delegation')}</h2>
			<SortedTable
				table="delegations"
				label="Delegations"
				rows={delegations}
				columns={columns}
				idOf={({ id }) => id}
				selected={selected}
				onOpen={({ id }) => onSelect(id, 'link')}
				sort={sort}
				onSort={onSort}
			/>
		</div>
	);
}
