'use client';

import { CircleHelp, type LucideIcon, ShieldAlert, ShieldCheck, Unlink } from 'lucide-react';
import Link from 'next/link';
import { cn } from '@/components/ui/cn';
import type { ConsoleStatus } from '@/lib/api/status';
import { visible } from '@/lib/events/visible';
import { worstOf, type ZoneState } from '@/lib/evidence/zone-state';
import { integrityHref } from '@/lib/url/integrity';

const LOOK: Readonly<Record<ZoneState, { readonly icon: LucideIcon; readonly className: string; readonly short: string }>> = {
	whole: { icon: ShieldCheck, className: 'border-line-strong text-allow', short: 'Verified' },
	attention: { icon: ShieldAlert, className: 'border-line-strong text-held', short: 'Look' },
	unknown: { icon: CircleHelp, className: 'border-line-strong text-unknown', short: 'Unknown' },
	broken: { icon: Unlink, className: 'border-fault-solid bg-fault-tint font-medium text-fault', short: 'Broken' },
};
const NAMED_MAX = 8;

/** How many of the zones are so: nothing to say where there is one. */
function share(state: ZoneState, states: readonly ZoneState[]): string {
	return states.length === 1 ? '' : ` in ${states.filter((each) => each === state).length} of ${states.length} zones`;
}

function wordsOf(state: ZoneState, states: readonly ZoneState[], said: string | undefined): string {
	if (states.length === 0) return 'Integrity unknown';
	switch (state) {
		case 'broken':
			return `Chain broken${share(state, states)}`;
		case 'unknown':
			return `Not verified${share(state, states)}`;
		case 'attention':
			return `Integrity needs a look${share(state, states)}`;
		case 'whole':
			return states.length === 1 && said !== undefined ? `${said[0]?.toUpperCase()}${said.slice(1)}` : `${states.length} zones verified`;
	}
}

/** Whether what is in sight is what it was: calm only where it was verified of late. Leads to the integrity view. */
export function IntegrityChip({ status, zones }: { status: ConsoleStatus | null; zones: readonly string[] }) {
	const isInSight = (zone: string) => zones.length === 0 || zones.includes(zone);
	const seen = (status?.zones ?? []).filter(({ zone, headSeq }) => isInSight(zone) && headSeq > 0);
	const gone = (status?.gone ?? []).filter(isInSight);
	const states: ZoneState[] = [...seen.map(({ integrity }) => integrity?.state ?? 'unknown'), ...gone.map(() => 'broken' as const)];
	const state = worstOf(states);
	const words = wordsOf(state, states, seen[0]?.integrity?.said);
	const lines = [
		...gone.map((zone) => `${visible(zone)}: gone`),
		...seen.map(({ zone, integrity }) => {
			const anchors =
				integrity === null
					? ''
					: integrity.anchors === 0
						? ', on no anchor'
						: `, on ${integrity.anchors} ${integrity.anchors === 1 ? 'anchor' : 'anchors'}`;
			return `${visible(zone)}: ${integrity === null ? 'cannot be told' : `${integrity.said}${anchors}`}`;
		}),
	];
	const more = lines.length > NAMED_MAX ? [`and ${lines.length - NAMED_MAX} more`] : [];
	const { icon: Icon, className, short } = LOOK[state];
	return (
		<Link
			href={integrityHref({ zones })}
			prefetch={false}
			data-integrity={state}
			title={[...lines.slice(0, NAMED_MAX), ...more].join('\n')}
			aria-label={`Integrity: ${words}`}
			className={cn(
				'flex h-7 shrink-0 items-center gap-1.5 rounded-control border px-2 text-12 whitespace-nowrap hover:bg-hover',
				className,
			)}
		>
			<Icon size={14} aria-hidden className="shrink-0" />
			<span className="max-w-56 truncate max-xl:hidden">{words}</span>
			<span className={cn('xl:hidden', state !== 'broken' && 'max-sm:hidden')}>{short}</span>
		</Link>
	);
}
