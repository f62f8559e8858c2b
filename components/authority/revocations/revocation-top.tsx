'use client';

import { useRouter } from 'next/navigation';
import { visible } from '@/lib/events/visible';
import { revocationsHref } from '@/lib/url/authority';
import { useRevocationState, zoneOf } from './revocation-state';

/** The zone whose revocations these are. Stands in the top bar. */
export function RevocationTop({ zones }: { zones: readonly string[] }) {
	const router = useRouter();
	const { state } = useRevocationState();
	const zone = zoneOf(state.zone, zones);
	const all = zones.includes(zone) || zone === '' ? zones : [zone, ...zones];
	return (
		<>
			<span className="px-1 text-13 font-medium max-sm:hidden">Revocations</span>
			<label className="flex items-center gap-1.5 text-12 text-text-2">
				<span className="max-sm:sr-only">Zone</span>
				<select
					value={zone}
					onChange={(event) => router.push(revocationsHref(event.target.value))}
					className="h-7 max-w-40 rounded-control border border-line-strong bg-bg px-1.5 text-13 text-text pointer-coarse:h-9"
				>
					{all.map((each) => (
						<option key={each} value={each}>
							{visible(each)}
						</option>
					))}
				</select>
			</label>
		</>
	);
}
