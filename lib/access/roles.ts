/** What an account or a token may be in a zone, from least to most. Each role may do all that the ones before it may. */
export const ROLES = ['viewer', 'investigator', 'operator', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** Everything the console lets anyone do, and the least role that may do it. A verb without its line here cannot be called. */
const LEAST_ROLE = {
	/** Read evidence of a zone. */
	'evidence.read': 'viewer',
	/** Take evidence out as files: CSV, bundles. */
	'evidence.export': 'investigator',
	'evidence.annotate': 'investigator',
	'dead_letters.replay': 'operator',
	'verification.run': 'operator',
	/** Revoke delegations and sessions through the coordinator. */
	'authority.revoke': 'operator',
	'incidents.act': 'operator',
	/** Manage accounts, their roles and their sessions. */
	'users.manage': 'admin',
	'tokens.manage': 'admin',
	'retention.manage': 'admin',
	'keys.manage': 'admin',
} as const satisfies Record<string, Role>;

export type Permission = keyof typeof LEAST_ROLE;
export const PERMISSIONS = Object.keys(LEAST_ROLE) as readonly Permission[];

/** Permissions that concern the console as a whole: a role in one zone does not carry them, only one in every zone. */
const EVERYWHERE: ReadonlySet<Permission> = new Set(['users.manage', 'tokens.manage', 'retention.manage', 'keys.manage']);

/** A role in one zone, or in every zone when `zoneId` is null. */
export interface Membership {
	readonly zoneId: string | null;
	readonly role: Role;
}

/** The zones something may be done in: every one, or those named. */
export type ZoneScope = { readonly kind: 'all' } | { readonly kind: 'zones'; readonly zoneIds: readonly string[] };

export function isRole(text: string): text is Role {
	return (ROLES as readonly string[]).includes(text);
}

/** Whether a role may do something in its zone. */
export function permits(role: Role, permission: Permission): boolean {
	return ROLES.indexOf(role) >= ROLES.indexOf(LEAST_ROLE[permission]);
}

/** Whether the permission needs a role in every zone. */
export function isEverywhere(permission: Permission): boolean {
	return EVERYWHERE.has(permission);
}

/** The zones these memberships permit something in; null when in none. The one place that decides it. */
export function scopeOf(memberships: readonly Membership[], permission: Permission): ZoneScope | null {
	const permitted = memberships.filter((membership) => permits(membership.role, permission));
	if (permitted.some((membership) => membership.zoneId === null)) return { kind: 'all' };
	const zoneIds = permitted.map((membership) => membership.zoneId).filter((zoneId) => zoneId !== null);
	return isEverywhere(permission) || zoneIds.length === 0 ? null : { kind: 'zones', zoneIds };
}

/** The highest role held anywhere, for showing who somebody is; null without any. */
export function highestRole(memberships: readonly Membership[]): Role | null {
	return ROLES.findLast((role) => memberships.some((membership) => membership.role === role)) ?? null;
}
