'use client';

import { Clock, Scissors } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { Button } from '@/components/ui/button';
import type { Drawing } from '@/lib/authority/drawing';
import { plural } from '@/lib/events/amounts';
import { formatMicros } from '@/lib/time';
import { clockParts } from '@/lib/time-words';
import type { AuthorityState } from '@/lib/url/authority';
import { typedInstant } from '@/lib/url/typed-instant';
import type { ChangeAuthority } from './authority-state';

interface Props {
	readonly state: AuthorityState;
	readonly change: ChangeAuthority;
	readonly drawing: Drawing;
	readonly timeZone: string;
}

const BAR = 'flex min-h-8 shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-4 py-1 text-12';

/** The moment that is drawn, where it is not now, and how to choose one. */
function Moment({ state, change, timeZone }: Omit<Props, 'drawing'>) {
	const [typed, setTyped] = useState('');
	const [isWrong, setIsWrong] = useState(false);
	function onSubmit(event: FormEvent) {
		event.preventDefault();
		const at = typedInstant(typed, timeZone);
		setIsWrong(at === null);
		if (at !== null) change({ at });
	}
	const parts = state.at === null ? null : clockParts(formatMicros(state.at), timeZone);
	return (
		<div className={`${BAR} ${state.at === null ? 'bg-surface' : 'bg-unknown-tint'}`}>
			<Clock size={13} aria-hidden />
			{parts === null ? (
				<span className="text-text-2">As it stands now, followed as it changes.</span>
			) : (
				<span>
					<strong className="font-semibold">
						As of {parts.date} {parts.clock} {timeZone}.
					</strong>{' '}
					What came later is not drawn.
				</span>
			)}
			<form onSubmit={onSubmit} className="ml-auto flex items-center gap-1.5">
				<input
					aria-label={`Another moment, in ${timeZone}`}
					aria-invalid={isWrong}
					value={typed}
					onChange={(event) => setTyped(event.target.value)}
					placeholder="2026-11-21 02:19:05"
					className="h-[26px] w-44 rounded-control border border-control bg-surface px-2 text-12 pointer-coarse:h-9"
				/>
				<Button type="submit">Show that moment</Button>
				{state.at === null ? null : <Button onClick={() => change({ at: null })}>Back to now</Button>}
			</form>
			{isWrong ? (
				<p role="alert" className="w-full text-deny">
					That is no moment: write it like 2026-11-21 02:19:05.
				</p>
			) : null}
		</div>
	);
}

/** What is struck out, and what it would cut off. */
function WhatIf({ state, change, drawing }: Omit<Props, 'timeZone'>) {
	if (state.struck.length === 0) return null;
	const nodes = drawing.nodes.filter(({ isStruck }) => isStruck).length;
	const links = drawing.links.filter(({ isStruck, kind }) => isStruck && kind === 'delegation').length;
	return (
		<div className={`${BAR} bg-deny-tint`}>
			<Scissors size={13} aria-hidden />
			<span>
				<strong className="font-semibold">What if: {plural(state.struck.length, 'thing')} struck out.</strong> {plural(nodes, 'node')} and{' '}
				{plural(links, 'delegation')} of this drawing would be gone or cut off. Nothing is written; the link carries it.
			</span>
			<Button className="ml-auto" onClick={() => change({ struck: [] })}>
				Put everything back
			</Button>
		</div>
	);
}

/** What must be known of a drawing before it is believed. */
export function Banners(props: Props) {
	return (
		<>
			<Moment state={props.state} change={props.change} timeZone={props.timeZone} />
			<WhatIf state={props.state} change={props.change} drawing={props.drawing} />
		</>
	);
}
