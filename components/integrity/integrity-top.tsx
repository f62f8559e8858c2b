'use client';

import { ZoneMenu } from '@/components/search/frame/zone-menu';
import { useIntegrityState } from './integrity-state';

/** The zones whose ledgers are shown. Stands in the top bar. */
export function IntegrityTop({ zones }: { zones: readonly string[] }) {
	const { state, change } = useIntegrityState();
	return (
		<ZoneMenu zones={[...new Set([...zones, ...state.zones])]} chosen={state.zones} onChange={(chosen) => change({ zones: chosen })} />
	);
}
