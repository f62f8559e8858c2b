import type { Zone } from './types';

/** The zones everyday traffic runs in. Each named scenario plays in a zone of its own, so that its epochs and policy versions stay whole. */
export const STEADY_ZONES: readonly Zone[] = [
	{ id: 'prod-eu', weight: 45, hostOffsetMinutes: 60 },
	{ id: 'prod-us', weight: 27, hostOffsetMinutes: -300 },
	{ id: 'staging', weight: 13, hostOffsetMinutes: 0 },
	{ id: 'sandbox', weight: 9, hostOffsetMinutes: 330 },
	{ id: 'zn_demo', weight: 6, hostOffsetMinutes: 0 },
];

/** A zone by its id; one that everyday traffic does not know runs on UTC hosts. */
export function zoneOf(id: string): Zone {
	return STEADY_ZONES.find((zone) => zone.id === id) ?? { id, weight: 1, hostOffsetMinutes: 0 };
}
