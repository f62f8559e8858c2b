'use client';

import dynamic from 'next/dynamic';
import type { Panel as PanelState } from '@/lib/url/panel';
import { formatPlace } from '@/lib/url/place';
import { RowSkeleton } from './list-states';

// fetched when first opened: none of them is part of the first view
const ContextPanel = dynamic(() => import('../context/context-panel').then((module) => module.ContextPanel), {
	ssr: false,
	loading: RowSkeleton,
});
const ComparePanel = dynamic(() => import('../compare/compare-panel').then((module) => module.ComparePanel), {
	ssr: false,
	loading: RowSkeleton,
});
const DifferencesPanel = dynamic(() => import('../differences/differences-panel').then((module) => module.DifferencesPanel), {
	ssr: false,
	loading: RowSkeleton,
});

/** The panel of the address, in the place of the list. */
export function Panel({ panel }: { panel: PanelState }) {
	switch (panel.kind) {
		case 'context':
			return <ContextPanel key={formatPlace(panel.of)} of={panel.of} />;
		case 'compare':
			return <ComparePanel of={panel.of} />;
		case 'differences':
			return <DifferencesPanel selection={panel.selection} />;
	}
}
