'use client';

import { Scissors, Undo2, Zap } from 'lucide-react';
import Link from 'next/link';
import { Button } from '@/components/ui/button';
import type { AuthorityState, Named } from '@/lib/url/authority';
import { DEFAULT_SEARCH, formatSearch } from '@/lib/url/search';
import type { ChangeAuthority } from '../authority-state';

interface Props {
	readonly of: Named<'session' | 'edge'>;
	readonly state: AuthorityState;
	readonly zone: string;
	readonly change: ChangeAuthority;
	/** What finds its events. */
	readonly query: string;
}

const isSame = (a: Named<string>, b: Named<string>) => a.kind === b.kind && a.id === b.id;

/** What can be done with a session or delegation: draw around it, strike it out, see what would fall, see its events. */
export function Actions({ of, state, zone, change, query }: Props) {
	const isStruck = state.struck.some((each) => isSame(each, of));
	const struck = isStruck ? state.struck.filter((each) => !isSame(each, of)) : [...state.struck, of];
	const href = `/search?${formatSearch({ ...DEFAULT_SEARCH, zones: [zone], range: { kind: 'all' }, q: query })}`;
	return (
		<div className="flex flex-wrap gap-1.5 border-b border-line px-4 py-2.5">
			<Button onClick={() => change({ focus: of, selected: of })}>Draw around it</Button>
			<Button onClick={() => change({ panel: { kind: 'impact', of } })}>
				<Zap size={12} aria-hidden /> If it were revoked
			</Button>
			<Button onClick={() => change({ struck })}>
				{isStruck ? <Undo2 size={12} aria-hidden /> : <Scissors size={12} aria-hidden />} {isStruck ? 'Put it back' : 'Strike it out'}
			</Button>
			<Button asChild>
				<Link href={href}>Its events</Link>
			</Button>
		</div>
	);
}
