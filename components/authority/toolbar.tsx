'use client';

import { Download, Network, Table2 } from 'lucide-react';
import Link from 'next/link';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import type { AuthorityGraph } from '@/lib/api/authority';
import type { Drawing } from '@/lib/authority/drawing';
import { NODES_ASKED_MAX, NODES_MAX } from '@/lib/authority/nodes-max';
import { plural } from '@/lib/events/amounts';
import { type AuthorityState, DEPTH_MAX, revocationsHref } from '@/lib/url/authority';
import type { ChangeAuthority } from './authority-state';
import { FindBox } from './find/find-box';
import { exportPath } from './paths';

interface Props {
	readonly zone: string;
	readonly state: AuthorityState;
	readonly change: ChangeAuthority;
	readonly answer: AuthorityGraph | undefined;
	readonly drawing: Drawing;
}

const SELECT = 'h-7 rounded-control border border-control bg-surface px-1.5 text-12 pointer-coarse:h-9';

/** How much is drawn, and how much is not. */
function Drawn({ answer, drawing, state, change }: Pick<Props, 'answer' | 'drawing' | 'state' | 'change'>) {
	if (answer === undefined) return null;
	const { nodesLeftOut, edgesLeftOut, isCountFloor, beyond } = answer.graph;
	const sessions = answer.graph.nodes.length;
	const least = isCountFloor ? 'at least ' : '';
	const left = [
		nodesLeftOut > 0 ? `${least}${plural(nodesLeftOut, 'session')} within reach not drawn` : '',
		// those that lead one hop further are told with the sessions they lead to
		edgesLeftOut > 0 && beyond === 0 ? `${least}${plural(edgesLeftOut, 'delegation')} not drawn` : '',
		beyond > 0 ? `${least}${plural(beyond, 'session')} one hop further` : '',
		answer.focusMore ? 'more to begin with than was drawn' : '',
		answer.isCut ? 'the search met its limit' : '',
	].filter((part) => part !== '');
	return (
		<>
			<span className="min-w-0 text-12 text-text-2" role="status">
				{drawing.nodes.length === sessions
					? plural(sessions, 'session')
					: `${plural(drawing.nodes.length, 'node')} for ${plural(sessions, 'session')}`}
				,{' '}
				<span className={left.length === 0 ? 'font-medium text-text' : 'font-medium text-held'}>
					{left.length === 0 ? 'nothing left out' : left.join('; ')}
				</span>
			</span>
			{state.withMany ? (
				<Button onClick={() => change({ withMany: false })}>Draw {NODES_MAX} at most</Button>
			) : nodesLeftOut > 0 ? (
				<Button onClick={() => change({ withMany: true })}>Draw up to {NODES_ASKED_MAX.toLocaleString('en')}</Button>
			) : null}
		</>
	);
}

/** What is drawn and how: the box, graph or table, hops, folding, past. */
export function Toolbar({ zone, state, change, answer, drawing }: Props) {
	const view = (name: 'graph' | 'table', Icon: typeof Network, word: string) => (
		<Button
			kind="quiet"
			aria-pressed={state.view === name}
			onClick={() => change({ view: name }, 'replace')}
			className={cn(state.view === name && 'bg-selected text-text')}
		>
			<Icon size={13} aria-hidden /> {word}
		</Button>
	);
	return (
		<div className="flex min-h-11 shrink-0 flex-wrap items-center gap-x-2 gap-y-1.5 border-b border-line bg-surface px-3 py-1.5">
			<FindBox zone={zone} focus={state.focus} onChoose={(focus) => change({ focus, selected: null, panel: null })} />
			<fieldset aria-label="Drawn as" className="flex rounded-control border border-line-strong">
				{view('graph', Network, 'Graph')}
				{view('table', Table2, 'Table')}
			</fieldset>
			<select
				aria-label="How far"
				className={SELECT}
				value={state.depth}
				onChange={(event) => change({ depth: Number(event.target.value) }, 'replace')}
			>
				{Array.from({ length: DEPTH_MAX }, (_, i) => i + 1).map((depth) => (
					<option key={depth} value={depth}>
						{depth} {depth === 1 ? 'hop' : 'hops'}
					</option>
				))}
			</select>
			<select
				aria-label="Folded"
				className={SELECT}
				value={state.fold}
				onChange={(event) => change({ fold: event.target.value as AuthorityState['fold'], selected: null }, 'replace')}
			>
				<option value="none">Not folded</option>
				<option value="application">Folded by application</option>
				<option value="label">Folded by label</option>
			</select>
			<label className="inline-flex items-center gap-1.5 text-12 text-text-2">
				<input type="checkbox" checked={state.withPast} onChange={(event) => change({ withPast: event.target.checked }, 'replace')} />
				with what is over
			</label>
			<Drawn answer={answer} drawing={drawing} state={state} change={change} />
			<span className="ml-auto flex gap-1.5">
				<Button asChild>
					<Link href={revocationsHref(zone)}>Revocations</Link>
				</Button>
				<Button asChild>
					<a href={exportPath(zone, state, 'csv')} download>
						<Download size={12} aria-hidden /> CSV
					</a>
				</Button>
			</span>
		</div>
	);
}
