'use client';

import { Dialog } from '@/components/ui/dialog';
import { VIEWS } from './views';

export interface KeyHelp {
	readonly keys: readonly string[];
	readonly does: string;
}

const ANYWHERE: readonly KeyHelp[] = [
	{ keys: ['Ctrl', 'K'], does: 'go anywhere, paste any ID' },
	...VIEWS.filter((view) => view.href !== null).map((view) => ({ keys: ['g', view.key], does: `go to ${view.name}` })),
	{ keys: ['?'], does: 'this help' },
];

function Rows({ rows }: { rows: readonly KeyHelp[] }) {
	return rows.map((row) => (
		<div key={row.does} className="flex items-center gap-2 py-1">
			<dt className="flex w-24 shrink-0 gap-1">
				{row.keys.map((key) => (
					<kbd key={key} className="min-w-[18px] rounded-mark border border-line-strong px-1 text-center font-sans text-11 text-text-2">
						{key}
					</kbd>
				))}
			</dt>
			<dd className="text-text-2">{row.does}</dd>
		</div>
	));
}

/** Every key of this page; `page` are the view's own. */
export function KeysDialog({
	open,
	onOpenChange,
	page,
}: {
	open: boolean;
	onOpenChange: (open: boolean) => void;
	page: readonly KeyHelp[];
}) {
	return (
		<Dialog open={open} onOpenChange={onOpenChange} title="Keys">
			<dl className="grid gap-x-6 px-4 py-3 text-13 sm:grid-cols-2">
				<Rows rows={page} />
				<Rows rows={ANYWHERE} />
			</dl>
		</Dialog>
	);
}
