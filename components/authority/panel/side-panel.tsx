'use client';

import type { AuthorityState } from '@/lib/url/authority';
import type { ChangeAuthority } from '../authority-state';
import { ImpactPanel } from './impact-panel';
import { PathsPanel } from './paths-panel';

interface Props {
	readonly state: AuthorityState;
	readonly zone: string;
	readonly change: ChangeAuthority;
	readonly timeZone: string;
}

/** What was asked of the graph, above it. */
export function SidePanel({ state, zone, change, timeZone }: Props) {
	const { panel, selected, focus } = state;
	if (panel === null) return null;
	if (panel.kind === 'impact') return <ImpactPanel of={panel.of} state={state} zone={zone} change={change} timeZone={timeZone} />;
	const from = selected?.kind === 'session' ? selected.id : focus?.kind === 'session' ? focus.id : null;
	return <PathsPanel from={from} resource={panel.resource} state={state} zone={zone} change={change} />;
}
