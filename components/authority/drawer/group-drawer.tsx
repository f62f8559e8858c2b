'use client';

import { Button } from '@/components/ui/button';
import type { DrawnNode } from '@/lib/authority/drawing';
import { plural } from '@/lib/events/amounts';
import { shortId } from '@/lib/events/visible';
import type { ChangeAuthority } from '../authority-state';
import { Drawer } from './drawer';

const SHOWN_MAX = 100;

/** Sessions drawn as one, each opens. */
export function GroupDrawer({ group, change }: { group: DrawnNode; change: ChangeAuthority }) {
	const left = group.sessions.length - SHOWN_MAX;
	return (
		<Drawer title={<strong className="truncate text-13 font-semibold">{group.title}</strong>} onClose={() => change({ selected: null })}>
			<div className="flex items-center gap-2 border-b border-line px-4 py-2.5">
				<span className="text-12 text-text-2">{plural(group.sessions.length, 'session')} drawn as one</span>
				<Button className="ml-auto" onClick={() => change({ fold: 'none', selected: null })}>
					Unfold all
				</Button>
			</div>
			<ul className="px-4 py-2 text-12">
				{group.sessions.slice(0, SHOWN_MAX).map((id) => (
					<li key={id} className="border-t border-line py-1 first:border-t-0">
						<button
							type="button"
							className="font-mono text-accent hover:underline"
							onClick={() => change({ selected: { kind: 'session', id } })}
						>
							{shortId(id)}
						</button>
					</li>
				))}
				{left > 0 ? <li className="py-1 text-text-3">and {plural(left, 'more', 'more')}: the table lists them all</li> : null}
			</ul>
		</Drawer>
	);
}
