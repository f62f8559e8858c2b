import { plural } from './amounts';
import { because, type Story, sessionOf } from './described';
import { numberAt, textAt, textsAt } from './read-json';
import { code, id, listed, quoted, type Segment, say, strong } from './words';

function edge({ meta }: Story): Segment[] {
	const edgeId = textAt(meta, 'edge_id', 'delegation_edge_id');
	return edgeId === '' ? say`An unnamed delegation` : say`Delegation ${id(edgeId)}`;
}

function epoch({ meta }: Story): Segment[] {
	const value = numberAt(meta, 'epoch');
	return value === undefined ? [] : say`, epoch ${value}`;
}

function reason({ meta }: Story): Segment[] {
	const text = textAt(meta, 'reason');
	return because(text, /^[\w.:-]{1,64}$/.test(text) ? code : quoted);
}

/** `delegation_edge_create`: one session hands authority to another (wire reference 1.6). */
export function describeEdgeCreate(story: Story): Segment[] {
	const source = sessionOf(textAt(story.meta, 'source_session_id'));
	const target = sessionOf(textAt(story.meta, 'target_session_id'));
	return say`${edge(story)} created: ${source} to ${target}${epoch(story)}`;
}

/** `delegation_edge_revoke`: the root of a cascade with a count, or one edge that fell with its session. */
export function describeEdgeRevoke(story: Story): Segment[] {
	const affected = numberAt(story.meta, 'affected_edges');
	const cascade =
		affected === undefined ? '' : affected <= 1 ? ', no other edge fell with it' : `, ${plural(affected, 'edge')} fell in all`;
	return say`${edge(story)} revoked${cascade}${epoch(story)}${reason(story)}`;
}

/** `delegation_edge_expire`: the cleaner found edges past their time, all in one entry. */
export function describeEdgeExpire(story: Story): Segment[] {
	const edges = textsAt(story.meta, 'edge_ids');
	const count = numberAt(story.meta, 'affected_edges') ?? edges.length;
	const which = edges.length === 0 ? [] : say`: ${listed(edges, id)}`;
	return say`${plural(count, 'delegation')} expired${which}${epoch(story)}`;
}

function session({ meta }: Story): Segment[] {
	const sessionId = textAt(meta, 'agent_session_id');
	return sessionId === '' ? say`An unnamed session` : say`Session ${id(sessionId)}`;
}

function ofApplication({ meta }: Story): Segment[] {
	const application = textAt(meta, 'application_name', 'application_id');
	return application === '' ? [] : say` of ${strong(application)}`;
}

/** `session_spawn`: an agent run starts, at the root or below another (wire reference 1.7). */
export function describeSpawn(story: Story): Segment[] {
	const parent = textAt(story.meta, 'parent_id');
	// the coordinator writes a missing parent as the text `null`
	const place = parent === '' || parent === 'null' ? say`, at the root` : say`, below ${sessionOf(parent)}`;
	return say`${session(story)}${ofApplication(story)} started${place}`;
}

/** `session_suspend`, `session_resume`, `session_terminate`: the rest of a run's life. */
export function describeLifecycle(verb: 'suspended' | 'resumed' | 'ended') {
	return (story: Story): Segment[] => say`${session(story)}${ofApplication(story)} ${verb}${reason(story)}`;
}

/** `session_revoke`: authority ends; the entry names a record, a session, an edge, a grant, or several (wire reference 1.5). */
export function describeRevoke(story: Story): Segment[] {
	const named = (
		[
			['authority record', textAt(story.meta, 'session_id')],
			['session', textAt(story.meta, 'agent_session_id')],
			['delegation', textAt(story.meta, 'delegation_edge_id', 'edge_id')],
			['grant', textAt(story.meta, 'grant_id')],
		] as const
	).filter(([, value]) => value !== '');
	const what: Segment[] = [];
	for (const [i, [noun, value]] of named.entries()) what.push(...say`${i === 0 ? '' : ', '}${noun} ${id(value)}`);
	return what.length === 0
		? say`Authority revoked, of whom it does not say${reason(story)}`
		: say`Authority revoked: ${what}${reason(story)}`;
}

/** `policy_activate`: a zone's policy set changed; without a version the entry only says that the old one no longer holds. */
export function describePolicy(story: Story): Segment[] {
	const set = textAt(story.meta, 'policy_set_id') || story.event.policySetId;
	const version = textAt(story.meta, 'policy_set_version_id') || story.event.policySetVersionId;
	const policySet = set === '' ? say`A policy set` : say`Policy set ${code(set)}`;
	return version === '' ? say`${policySet} was invalidated, no version named` : say`${policySet} now runs version ${code(version)}`;
}
