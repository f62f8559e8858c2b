import 'server-only';
import { type Membership, type Permission, scopeOf, type ZoneScope } from '../access/roles';
import type { Access } from '../api/operation';
import { AppError } from '../errors';

/** Who asks: a signed-in account, or a program with an API token. Read from the database at every request. */
export interface Actor {
	readonly kind: 'user' | 'token';
	readonly id: number;
	readonly name: string;
	readonly memberships: readonly Membership[];
	/** The session of a user, null for a token. */
	readonly sessionId: string | null;
	/** When session or token ends: microseconds since 1970. */
	readonly expiresAt: bigint;
	/** The account signed in with a password that somebody else knows: it has no rights until it chose its own. */
	readonly mustChangePassword: boolean;
}

/**
 * An authorised request: who asks, and the zones in which they may do what was asked. Verbs take nothing else, and only
 * `authorize` makes one, so none can be called by somebody who may not.
 */
export class Context {
	private constructor(
		readonly actor: Actor,
		/** The zones the asked-for permission holds in. */
		readonly scope: ZoneScope,
		/** Under which the request is logged and its errors are quoted. */
		readonly requestId: string,
	) {}

	/**
	 * @param access what the operation needs
	 * @param zoneId the zone in the path, when there is one
	 * @throws AppError forbidden; it says neither which zones exist nor who may
	 */
	static authorize(actor: Actor, access: Access, requestId: string, zoneId?: string): Context {
		const scope = access === 'signed_in' ? (scopeOf(actor.memberships, 'evidence.read') ?? NOWHERE) : scopeOf(actor.memberships, access);
		if (scope === null) throw forbidden(actor, access);
		if (zoneId !== undefined && !includesZone(scope, zoneId)) throw foreignZone(zoneId);
		return new Context(actor, scope, requestId);
	}

	/**
	 * What a verb begins with whose rights go beyond those its request was authorised for, or that pages call too.
	 * @returns the zones the permission holds in
	 * @throws AppError forbidden
	 */
	require(permission: Permission): ZoneScope {
		const scope = scopeOf(this.actor.memberships, permission);
		if (scope === null) throw forbidden(this.actor, permission);
		return scope;
	}
}

const NOWHERE: ZoneScope = { kind: 'zones', zoneIds: [] };

export function includesZone(scope: ZoneScope, zoneId: string): boolean {
	return scope.kind === 'all' || scope.zoneIds.includes(zoneId);
}

function forbidden(actor: Actor, permission: Access): AppError {
	if (actor.mustChangePassword)
		return new AppError('forbidden', 'Your password was given to you by somebody else.', 'Choose one of your own first.');
	const who = actor.kind === 'user' ? 'account' : 'token';
	if (actor.memberships.length === 0)
		return new AppError('forbidden', `Your ${who} has no role in any zone yet.`, 'Ask an administrator for one.');
	return new AppError('forbidden', `Your ${who} may not do this: it needs ${permission}.`, 'Ask an administrator for a role that has it.');
}

/** Whether the asker may also do something else in the zone. */
export function mayIn(ctx: Context, permission: Permission, zoneId: string): boolean {
	const scope = scopeOf(ctx.actor.memberships, permission);
	return scope !== null && includesZone(scope, zoneId);
}

/** @throws AppError forbidden when the asker may not also do this in the zone */
export function requireIn(ctx: Context, permission: Permission, zoneId: string): void {
	if (!mayIn(ctx, permission, zoneId)) throw forbidden(ctx.actor, permission);
}

/** The answer about a zone that is not the asker's, or not there: the same for both. */
export function foreignZone(zoneId: string): AppError {
	return new AppError(
		'forbidden',
		`There is no zone ${zoneId.slice(0, 100)}, or you may not do this in it.`,
		'Choose another zone, or ask an administrator for a role in it.',
	);
}
