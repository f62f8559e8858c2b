'use client';

import { useRouter } from 'next/navigation';
import { revocationsHref } from '@/lib/url/authority';
import { ZoneSelect, zoneOf } from '../zone-select';
import { useRevocationState } from './revocation-state';

/** The zone whose revocations these are. Stands in the top bar. */
export function RevocationTop({ zones }: { zones: readonly string[] }) {
	const router = useRouter();
	const { state } = useRevocationState();
	return (
		<>
			<span className="px-1 text-13 font-medium max-sm:hidden">Revocations</span>
			<ZoneSelect zone={zoneOf(state.zone, zones)} zones={zones} onChoose={(zone) => router.push(revocationsHref(zone))} />
		</>
	);
}
