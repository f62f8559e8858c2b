import 'server-only';
import { AppError } from '../errors';
import type { Actor } from './auth/session';

/** The zones an account may read: every one, or those named. Every query of evidence takes one. */
export type ZoneScope = { readonly kind: 'all' } | { readonly kind: 'zones'; readonly zoneIds: readonly string[] };

/** The zones this account may read. The one place that decides it. */
export function zoneScope(actor: Actor): ZoneScope {
	switch (actor.role) {
		case 'admin':
			return { kind: 'all' };
		case 'viewer':
		case 'investigator':
		case 'operator':
			return { kind: 'zones', zoneIds: [] };
	}
}

/**
 * Checks that a zone may be read.
 * @throws AppError forbidden; it does not say whether the zone exists
 */
export function requireZone(scope: ZoneScope, zoneId: string): void {
	if (scope.kind === 'all' || scope.zoneIds.includes(zoneId)) return;
	throw new AppError('forbidden', 'Your account may not read this zone.', 'Ask an administrator for a role in it.');
}
