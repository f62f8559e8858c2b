'use client';

import { Maximize } from 'lucide-react';
import { ZoneMenu } from '@/components/search/frame/zone-menu';
import { Button } from '@/components/ui/button';
import { LayoutMenu } from './layout-menu';
import { useOnCallState } from './oncall-state';

/** Zone, figures and the wall. Stands in the top bar. @param who whose session it is */
export function OnCallTop({ zones, who }: { zones: readonly string[]; who: string }) {
	const { state, change } = useOnCallState();
	const named = [...new Set([...zones, ...state.zones])];
	return (
		<>
			<ZoneMenu zones={named} chosen={state.zones} onChange={(chosen) => change({ zones: chosen })} />
			<LayoutMenu who={who} />
			<Button size="bar" onClick={() => change({ wall: true })} title="Large, nothing around it (w)" aria-label="Wall">
				<Maximize size={14} aria-hidden />
				<span className="max-sm:hidden">Wall</span>
			</Button>
		</>
	);
}
