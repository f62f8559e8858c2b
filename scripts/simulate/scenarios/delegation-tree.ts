import type { Session } from '../authority/graph';
import { exchangeDenied, policyVerdict } from '../producers/sts';
import { currentPolicy, reachable } from '../steady/zone-state';
import { AGENTS, applicationNamed } from '../world/applications';
import type { Application } from '../world/types';
import { requestPath } from './scenario';
import { type Script, scripted } from './script';

/** Sessions per level, the orchestrator's own first: forty in five levels. */
const LEVELS = [1, 5, 10, 13, 11] as const;
const SPAWN_EVERY_MS = 900;
const USE_MS = 60_000;
const USE_EVERY_MS = 700;

/** What a parent can hand to an application, one scope less than it has where it has several. */
function narrowed(offer: ReadonlyMap<string, readonly string[]>, application: Application): string[] {
	const scopes = application.resources.flatMap((resource) => offer.get(resource.name) ?? []);
	return scopes.length > 1 ? scopes.slice(0, -1) : scopes;
}

function child(script: Script, afterMs: number, parent: Session): Session | null {
	const actor = script.actor(afterMs + 2000, parent);
	const offer = new Map(reachable(actor).map(({ resource, scopes }) => [resource.name, scopes]));
	const able = AGENTS.filter((agent) => agent !== parent.application && narrowed(offer, agent).length > 0);
	if (able.length === 0) return null;
	const byReach = [...able].sort((a, b) => narrowed(offer, b).length - narrowed(offer, a).length);
	const application = script.rng.pick(byReach.slice(0, 5));
	const own = script.rng.chance(0.4);
	const session = script.session(afterMs, application, parent, own ? null : script.person(0));
	script.edge(afterMs + 10, parent, session, narrowed(offer, application));
	return session;
}

/** An orchestrator and thirty-nine agents below it, in five levels; every delegation is narrower than the one before. */
export const delegationTree = scripted({
	name: 'delegation-tree',
	zone: 'demo-tree',
	spanMs: USE_MS + 45 * USE_EVERY_MS,
	liveFromMs: USE_MS - 5000,
	tell: (script) => {
		const root = script.session(0, applicationNamed('orchestrator'), null, script.person(0));
		const levels: Session[][] = [[root]];
		let afterMs = SPAWN_EVERY_MS;
		for (const size of LEVELS.slice(1)) {
			const parents = levels.at(-1) ?? [];
			const level: Session[] = [];
			for (let attempt = 0; level.length < size && attempt < 1000; attempt++) {
				const parent = parents[attempt % parents.length];
				const session = parent === undefined ? null : child(script, afterMs, parent);
				if (session === null) continue;
				level.push(session);
				afterMs += SPAWN_EVERY_MS;
			}
			levels.push(level);
		}
		const sessions = levels.flat();
		let at = USE_MS;
		let deepest = '';
		for (const session of sessions) {
			const actor = script.actor(at, session);
			const { resource, scopes } = script.rng.pick(reachable(actor));
			deepest = script.use(at, actor, resource, [script.rng.pick(scopes)]);
			at += USE_EVERY_MS;
		}
		const actor = script.actor(at, sessions.at(-1) ?? root);
		const wanted = reachable({ ...actor, path: [] }).find(({ resource }) => resource.scopes.some((scope) => !granted(actor.path, scope)));
		const beyond = wanted?.resource.scopes.find((scope) => !granted(actor.path, scope)) ?? '';
		const caller = script.caller(at, actor.application);
		const policy = currentPolicy(script.state);
		const resource = wanted?.resource.identifier ?? '';
		script.add(
			policyVerdict(script.wire, { atMs: script.at(at) }, caller, {
				decision: 'deny',
				resource,
				requestedScopes: [beyond],
				authority: actor.authority,
				policies: [],
				diagnostics: [{ reason: 'delegation_scope_exceeded' }],
				policy,
			}),
			exchangeDenied(script.wire, { atMs: script.at(at) + 1 }, caller, [resource], policy),
		);
		return {
			sentences: [
				`dana's orchestrator delegates to ${levels[1]?.length ?? 0} agents, they to others: ${sessions.length} sessions in ${levels.length} levels, scopes narrowing hop by hop.`,
				'Each of them makes one call within what it was given.',
				`The last asks for ${beyond}, which its delegation lacks: delegation_scope_exceeded.`,
			],
			path: requestPath(script.zoneId, deepest),
			ids: {
				'deepest request': deepest,
				'denied request': caller.requestId,
				'root session': root.id,
				'deepest session': sessions.at(-1)?.id ?? '',
				'delegation chain': actor.path.map((edge) => edge.id),
				sessions: sessions.map((session) => session.id),
			},
		};
	},
});

function granted(path: readonly { scopes: readonly string[] }[], scope: string): boolean {
	return path.at(-1)?.scopes.includes(scope) ?? true;
}
