'use client';

import { CircleHelp, KeyRound, Link2 } from 'lucide-react';
import dynamic from 'next/dynamic';
import { type RefObject, useCallback, useMemo, useState } from 'react';
import { Button } from '@/components/ui/button';
import type { Facets } from '@/lib/api/search';
import { rangeOfWindow } from '@/lib/url/range';
import { formatEventSearch } from '@/lib/url/search';
import { useSearch } from '../frame/search-context';
import { ViewsMenu } from '../views/views-menu';
import { QueryBar } from './query-bar';

// fetched when they are first needed
const TokenDialog = dynamic(() => import('../token/token-dialog').then((module) => module.TokenDialog), { ssr: false });
const SyntaxHelp = dynamic(() => import('./syntax-help').then((module) => module.SyntaxHelp), { ssr: false });

interface Props {
	readonly ref: RefObject<HTMLInputElement | null>;
	readonly facets: Facets | undefined;
}

/** The query, and what concerns the search as a whole. */
export function QueryLine({ ref, facets }: Props) {
	const { state, change, fixed, copyLink } = useSearch();
	const [helpOpen, setHelpOpen] = useState(false);
	const [tokenOpen, setTokenOpen] = useState(false);
	const { zones, range } = state;
	const windowQuery = useMemo(
		() => formatEventSearch({ zones, range: fixed === null ? range : rangeOfWindow(fixed.window), q: '' }),
		[zones, range, fixed],
	);
	const onRun = useCallback((q: string) => change({ q }), [change]);
	return (
		<div className="flex items-start gap-2 border-b border-line px-3 py-1.5">
			<QueryBar ref={ref} q={state.q} onRun={onRun} windowQuery={windowQuery} facets={facets} />
			<span className="flex h-[30px] items-center gap-2 pointer-coarse:h-9">
				<Button
					kind="quiet"
					size="icon"
					aria-label="How to write a query"
					title="How to write a query"
					onClick={() => setHelpOpen(true)}
					className="max-sm:hidden"
				>
					<CircleHelp size={15} aria-hidden />
				</Button>
				<Button
					kind="quiet"
					size="icon"
					aria-label="What did this token do?"
					title="What did this token do?"
					onClick={() => setTokenOpen(true)}
					className="max-sm:hidden"
				>
					<KeyRound size={15} aria-hidden />
				</Button>
				<ViewsMenu />
				<Button onClick={copyLink} title="Copy the link (y)" className="max-sm:hidden">
					<Link2 size={13} aria-hidden /> <span className="max-lg:sr-only">Copy link</span>
				</Button>
			</span>
			{helpOpen ? <SyntaxHelp open onOpenChange={setHelpOpen} /> : null}
			{tokenOpen ? <TokenDialog open onOpenChange={setTokenOpen} /> : null}
		</div>
	);
}
