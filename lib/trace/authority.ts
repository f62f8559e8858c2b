import { textAt } from '../events/read-json';
import { type Segment, say } from '../events/words';
import type { AuthorityChain, AuthorityLink } from './authority-chain';
import { contradictionsOfChain } from './authority-check';
import { isExchange } from './calls';
import { instantOf, type Place } from './event';
import { type LinkKind, type LinkLives, type LinkStatus, linkWords, status } from './life';
import { HOPS_MAX, type Hop, type Reading } from './reading';
import type { EdgeScopes } from './scopes';

/** What a chain is judged against. */
export interface AuthorityGround {
	readonly lives: LinkLives;
	readonly scopes: ReadonlyMap<string, EdgeScopes>;
	/** Names of applications by id. */
	readonly names: ReadonlyMap<string, string>;
	/** Who started a session, by session. */
	readonly parents: ReadonlyMap<string, string>;
	/** Application of a session, by session. */
	readonly owners: ReadonlyMap<string, string>;
	readonly now: bigint;
}

/** Names, parents and owners from any events. */
export function namesOf(readings: readonly Reading[]): Pick<AuthorityGround, 'names' | 'parents' | 'owners'> {
	const names = new Map<string, string>();
	const parents = new Map<string, string>();
	const owners = new Map<string, string>();
	for (const reading of readings) {
		if (reading.app !== '' && reading.appName !== '') names.set(reading.app, reading.appName);
		if (reading.session !== '' && reading.parent !== '' && reading.parent !== 'null') parents.set(reading.session, reading.parent);
		const isOwn = reading.event.eventType === 'session_spawn' || isExchange(reading);
		if (isOwn && reading.session !== '' && reading.app !== '') owners.set(reading.session, reading.app);
		for (const hop of reading.chain) if (hop.session !== '' && hop.app !== '') owners.set(hop.session, hop.app);
	}
	return { names, parents, owners };
}

/** Ancestors of a session, the root first; stops where a cycle closes. */
function ancestors(session: string, parents: ReadonlyMap<string, string>): string[] {
	const found = [session];
	const visited = new Set(found);
	for (let parent = parents.get(session); parent !== undefined && found.length < HOPS_MAX; parent = parents.get(parent)) {
		found.push(parent);
		if (visited.has(parent)) break;
		visited.add(parent);
	}
	return found.reverse();
}

function hopsOf(reading: Reading, ground: AuthorityGround): { hops: readonly Hop[]; basis: AuthorityChain['basis'] } {
	if (reading.chain.length > 0) return { hops: reading.chain, basis: 'delegation' };
	if (reading.session === '') return { hops: [], basis: 'none' };
	const sessions = ancestors(reading.session, ground.parents);
	const hops = sessions.map((session) => ({ app: ground.owners.get(session) ?? '', session, edge: '' }));
	return { hops, basis: hops.length > 1 ? 'parents' : 'none' };
}

/** What only shows by what else is known: STS checks each link before it decides, and what is below a revoked delegation falls with it. */
function refined(found: LinkStatus, fallen: LinkStatus | null, isChecked: boolean): LinkStatus {
	if (found.state === 'ended' || found.state === 'suspended') return found;
	if (fallen !== null && (found.state === 'unknown' || found.since === null || fallen.since === null || found.since <= fallen.since))
		return {
			...fallen,
			sure: 'likely',
			why: say`it hangs on a delegation that was ${fallen.how ?? 'ended'}; what falls with one is not named on the streams`,
		};
	if (found.state === 'unknown' && isChecked)
		return status('alive', null, 'likely', say`STS checks it before it writes a decision, and wrote one`);
	return found;
}

function linksOf(reading: Reading, hops: readonly Hop[], ground: AuthorityGround): AuthorityLink[] {
	const at = reading.placedAt;
	const seen = new Set<string>();
	const fallen: { before: LinkStatus | null; now: LinkStatus | null } = { before: null, now: null };
	const link = (kind: LinkKind, linkId: string, app: string): AuthorityLink => {
		const isRepeated = seen.has(`${kind}\n${linkId}`);
		seen.add(`${kind}\n${linkId}`);
		const [then, now] = [ground.lives.statusAt(kind, linkId, at), ground.lives.statusAt(kind, linkId, ground.now)];
		const made = {
			kind,
			id: linkId,
			app,
			appName: ground.names.get(app) ?? '',
			scopes: kind === 'edge' ? (ground.scopes.get(linkId) ?? null) : null,
			statusThen: kind === 'authority' ? refined(then, null, isExchange(reading)) : refined(then, fallen.before, isExchange(reading)),
			statusNow: kind === 'authority' ? now : refined(now, fallen.now, false),
			isRepeated,
		};
		if (kind === 'edge' && made.statusThen.state === 'ended') fallen.before ??= made.statusThen;
		if (kind === 'edge' && made.statusNow.state === 'ended') fallen.now ??= made.statusNow;
		return made;
	};
	const links = reading.authority === '' ? [] : [link('authority', reading.authority, '')];
	for (const hop of hops) {
		if (hop.session !== '' || hop.app !== '') links.push(link('session', hop.session, hop.app));
		if (hop.edge !== '') links.push(link('edge', hop.edge, ''));
	}
	return links;
}

function sentenceOf(links: readonly AuthorityLink[], reading: Reading, basis: AuthorityChain['basis']): Segment[] {
	const actors = links.filter((link) => link.kind === 'session').length;
	const broken = links.find((link) => link.statusThen.state === 'ended' || link.statusThen.state === 'suspended');
	const subject = textAt(reading.meta, 'subject_kind');
	const whose =
		subject === 'user'
			? say`For a user the record does not name`
			: subject === ''
				? say`Whose authority it was is not in the record`
				: say`On the application's own authority`;
	const way = basis === 'delegation' ? say`, through ${actors - 1} ${actors === 2 ? 'delegation' : 'delegations'}` : [];
	const end = broken === undefined ? [] : say`; ${linkWords(broken.kind, broken.id)} had been ${broken.statusThen.how ?? 'ended'} by then`;
	return say`${whose}${way}${end}.`;
}

/** The chain one decision records. */
export function chainOf(reading: Reading, ground: AuthorityGround): AuthorityChain {
	const { hops, basis } = hopsOf(reading, ground);
	const links = linksOf(reading, hops, ground);
	return {
		zone: reading.event.zone,
		subjectKind: textAt(reading.meta, 'subject_kind'),
		issuer: textAt(reading.meta, 'federated_user_issuer'),
		links,
		basis,
		epoch: reading.epoch,
		at: instantOf(reading.event.occurredAt),
		places: [reading.place],
		scopesAsked: reading.scopes,
		contradictions: contradictionsOfChain(reading, links),
		sentence: sentenceOf(links, reading, basis),
	};
}

/** Chains of one request kept at most; more differ only when a caller uses one ID for everything. */
export const CHAINS_MAX = 20;

/** The different chains of a request, in order, at most CHAINS_MAX, and how many more there are. */
export function chainsOf(readings: readonly Reading[], ground: AuthorityGround): { chains: AuthorityChain[]; leftOut: number } {
	const byShape = new Map<string, { first: Reading; places: Place[]; scopes: Set<string> }>();
	for (const reading of readings) {
		if (reading.authority === '' && reading.session === '' && reading.chain.length === 0) continue;
		if (!isExchange(reading) && reading.event.eventType !== 'step_up_issued') continue;
		// a hold repeats what its exchange says in more detail
		if (!isExchange(reading) && byShape.size > 0) continue;
		const hops = reading.chain.map((hop) => `${hop.app}\n${hop.session}\n${hop.edge}`).join('\n');
		const shape = `${reading.authority}\n${reading.session}\n${reading.epoch}\n${hops}`;
		const known = byShape.get(shape) ?? { first: reading, places: [], scopes: new Set<string>() };
		byShape.set(shape, known);
		known.places.push(reading.place);
		for (const scope of reading.scopes) known.scopes.add(scope);
	}
	const chains = [...byShape.values()]
		.slice(0, CHAINS_MAX)
		.map(({ first, places, scopes }) => ({ ...chainOf(first, ground), places, scopesAsked: [...scopes] }));
	return { chains, leftOut: Math.max(0, byShape.size - CHAINS_MAX) };
}
