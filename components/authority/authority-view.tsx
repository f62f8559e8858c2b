'use client';

import dynamic from 'next/dynamic';
import { useCallback, useMemo } from 'react';
import { failureOf } from '@/components/events/api';
import { useTimeZone } from '@/components/events/clock';
import { Nothing, Problem } from '@/components/events/problem';
import { useSaid } from '@/components/search/frame/use-said';
import { Ignored, Said } from '@/components/shell/view-notes';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import type { AuthorityGraph } from '@/lib/api/authority';
import { type Drawing, type DrawnNode, drawingOf } from '@/lib/authority/drawing';
import { authorityHref } from '@/lib/url/authority';
import { addressNow, useAuthorityState } from './authority-state';
import { Banners } from './banners';
import { EdgeDrawer } from './drawer/edge-drawer';
import { GroupDrawer } from './drawer/group-drawer';
import { SessionDrawer } from './drawer/session-drawer';
import { FindView } from './find/find-view';
import { GraphLegend } from './graph/graph-legend';
import { SidePanel } from './panel/side-panel';
import { graphPath } from './paths';
import { GraphTable } from './table/graph-table';
import { Toolbar } from './toolbar';
import { FRESH_MS, useAuthority } from './use-authority';
import { useAuthorityKeys } from './use-authority-keys';
import { zoneOf } from './zone-select';

// the drawing's library is no part of the first view
const GraphCanvas = dynamic(() => import('./graph/graph-canvas').then((module) => module.GraphCanvas), { ssr: false });

const NOTHING: Drawing = { nodes: [], links: [] };
const LEGEND = [
	{ look: 'border-line-strong bg-raised', words: 'active' },
	{ look: 'border-deny', words: 'over, or struck out' },
	{ look: 'border-unknown border-dashed', words: 'unknown' },
];
const LEGEND_NOTE = 'line: as thick as it has scopes, dashed when over, dotted where one only started the other';
/** How often thousands of sessions are read again, which takes longer than hundreds. */
const MANY_FRESH_MS = 5_000;
const always = () => true;

/** Who may act for whom: the graph or its table, what is selected, and what was asked. All that is chosen is in the address. */
export function AuthorityView({ zones }: { zones: readonly string[] }) {
	const { state, ignored, change } = useAuthorityState();
	const { timeZone } = useTimeZone(state.timeZone);
	const [said, say] = useSaid();
	const zone = zoneOf(state.zone, zones);
	const isAsked = state.focus !== null || state.isNewest;
	const isLive = state.at === null;
	const freshMs = state.withMany ? MANY_FRESH_MS : FRESH_MS;
	const { data, error, refetch } = useAuthority<AuthorityGraph>(
		isAsked && zone !== '' ? graphPath(zone, state, []) : null,
		isLive,
		always,
		freshMs,
	);
	const struck = useAuthority<AuthorityGraph>(
		isAsked && state.struck.length > 0 && zone !== '' ? graphPath(zone, state, state.struck) : null,
		isLive,
		always,
		freshMs,
	);
	const remaining = state.struck.length === 0 ? null : (struck.data?.graph ?? null);
	const drawing = useMemo(
		() =>
			data === undefined ? NOTHING : drawingOf(data.graph, { focus: data.focus, fold: state.fold, narrowings: data.narrowings, remaining }),
		[data, state.fold, remaining],
	);

	const copyLink = useCallback(() => {
		const href = authorityHref({ ...addressNow(), zone, timeZone });
		navigator.clipboard.writeText(`${window.location.origin}${href}`).then(
			() => say('Link copied'),
			() => say('The browser did not allow it: copy the address instead'),
		);
	}, [zone, timeZone, say]);
	useAuthorityKeys(change, copyLink);

	const select = useCallback(
		(id: string, kind: 'node' | 'link') => {
			const node = drawing.nodes.find((each) => kind === 'node' && each.id === id);
			const edge = drawing.links.find((each) => kind === 'link' && each.id === id)?.edges[0];
			const named = node !== undefined ? { kind: node.kind, id } : edge !== undefined ? { kind: 'edge' as const, id: edge } : null;
			if (named !== null) change({ selected: named }, addressNow().selected === null ? 'push' : 'replace');
		},
		[drawing, change],
	);
	const open = useCallback(
		(node: DrawnNode) => {
			if (node.kind === 'session') change({ focus: { kind: 'session', id: node.id }, selected: { kind: 'session', id: node.id } });
			else change({ fold: 'none', selected: null });
		},
		[change],
	);

	if (zone === '')
		return (
			<main className="min-h-0 flex-1 overflow-auto bg-surface">
				<h1 className="sr-only">Authority</h1>
				<Nothing title="No zone has events yet">
					<p>Start a producer, or the demo's traffic: sessions and delegations are drawn as their events arrive.</p>
				</Nothing>
			</main>
		);
	if (!isAsked)
		return (
			<main className="min-h-0 flex-1 overflow-auto bg-surface">
				<FindView zone={zone} onChoose={(focus) => change({ focus, zone })} onNewest={() => change({ isNewest: true, zone })} />
			</main>
		);
	const { selected } = state;
	const group = selected?.kind === 'group' ? drawing.nodes.find(({ id }) => id === selected.id) : undefined;
	// what moves everything: another question, not another state of the same sessions
	const anew = JSON.stringify([zone, state.focus, state.fold, state.depth, state.withPast, state.withMany]);
	const shared = { zone, state, change, timeZone };
	return (
		<>
			<Said>{said}</Said>
			<main className="flex min-h-0 flex-1" style={{ '--drawer': '440px' } as React.CSSProperties}>
				<h1 className="sr-only">Authority</h1>
				<div className="flex min-w-0 flex-1 flex-col">
					<Ignored parts={ignored} />
					<Toolbar zone={zone} state={state} change={change} answer={data} drawing={drawing} />
					<Banners state={state} change={change} drawing={drawing} timeZone={timeZone} />
					{data !== undefined && error !== null ? (
						<p role="alert" className="border-b border-line bg-deny-tint px-4 py-1 text-12">
							<strong className="font-semibold">Could not be read again; what stands here is of {data.now.slice(11, 19)} UTC.</strong>{' '}
							{failureOf(error).message}
						</p>
					) : null}
					<SidePanel {...shared} />
					<div className="relative min-h-0 flex-1 bg-bg">
						{data === undefined ? (
							error === null ? (
								<p className="p-4 text-12 text-text-3">Reading the graph ...</p>
							) : (
								<Problem error={failureOf(error)} onRetry={() => void refetch()} />
							)
						) : drawing.nodes.length === 0 ? (
							<Nothing title={state.withPast ? 'Nothing is on record of it at this moment' : 'Nothing of it holds at this moment'}>
								<p>What is over is not drawn unless you ask for it.</p>
								{state.withPast ? null : <Button onClick={() => change({ withPast: true })}>Draw what is over too</Button>}
							</Nothing>
						) : state.view === 'table' ? (
							<GraphTable
								drawing={drawing}
								selected={selected?.id ?? null}
								sort={state.sort}
								onSelect={select}
								onSort={(sort) => change({ sort }, 'replace')}
							/>
						) : (
							<>
								<GraphCanvas
									drawing={drawing}
									anew={anew}
									selected={selected?.id ?? null}
									onSelect={select}
									onOpen={open}
									label="Graph of delegations: arrow keys walk along them, Enter draws around what is selected. The table has the same."
								/>
								<GraphLegend items={LEGEND} note={LEGEND_NOTE} className="bottom-2" />
							</>
						)}
					</div>
				</div>
				{/* on a narrow screen one covers the other: what was asked last is seen */}
				<div className={cn('contents', state.panel !== null && 'max-lg:hidden')}>
					{selected?.kind === 'session' ? <SessionDrawer id={selected.id} {...shared} /> : null}
					{selected?.kind === 'edge' ? <EdgeDrawer id={selected.id} {...shared} /> : null}
					{group === undefined ? null : <GroupDrawer group={group} change={change} />}
				</div>
			</main>
		</>
	);
}
