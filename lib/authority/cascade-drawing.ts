import type { Cascade, CascadeMember } from './cascade';
import type { CollapseBy } from './collapse';
import { type Drawing, drawingOf } from './drawing';
import { narrowingOf } from './edge-scopes';
import type { GraphEdge, GraphNode } from './neighbourhood';
import { NODES_MAX } from './nodes-max';
import type { EdgeRow, SessionRow } from './rows';
import type { Standing } from './standing';
import { fateOf, fateOfAll } from './time-lapse';

/** What a cascade is drawn from: its members, and sessions and delegations as they stood before it. */
export interface CascadePicture {
	readonly cascade: Pick<Cascade, 'members'>;
	readonly sessions: Readonly<Record<string, { readonly row: Readonly<SessionRow>; readonly standing: Standing }>>;
	readonly edges: Readonly<Record<string, { readonly row: Readonly<EdgeRow>; readonly standing: Standing }>>;
}

export interface DrawnCascade {
	readonly drawing: Drawing;
	/** Sessions that are not drawn for want of room. */
	readonly leftOut: number;
}

const NOTHING_KNOWN: Standing = { state: 'unknown', since: null, known: null, reason: '', by: '', seq: null };

/** The graph that a cascade went through, those that fell first before others, all as before it. */
export function drawCascade({ cascade, sessions, edges }: CascadePicture, fold: CollapseBy | 'none'): DrawnCascade {
	const found = new Map<string, number>();
	const add = (id: string, depth: number) => {
		if (id !== '' && !found.has(id)) found.set(id, depth);
	};
	const into = new Map<string, EdgeRow[]>();
	for (const { kind, id, depth } of cascade.members) {
		if (kind === 'session') add(id, depth);
		const row = kind === 'edge' ? edges[id]?.row : undefined;
		if (row === undefined) continue;
		add(row.source?.value ?? '', depth);
		add(row.target?.value ?? '', depth);
		const target = row.target?.value ?? '';
		const list = into.get(target);
		if (list === undefined) into.set(target, [row]);
		else list.push(row);
	}
	// folded they are few, however many sessions they stand for
	const drawn = new Map([...found].slice(0, fold === 'none' ? NODES_MAX : found.size));
	const nodes = [...drawn].map(([id, depth]): GraphNode => {
		const known = Object.hasOwn(sessions, id) ? sessions[id] : undefined;
		return { id, row: known?.row ?? null, standing: known?.standing ?? NOTHING_KNOWN, depth, hidden: 0 };
	});
	const links = cascade.members.flatMap(({ kind, id }): GraphEdge[] => {
		const edge = kind === 'edge' && Object.hasOwn(edges, id) ? edges[id] : undefined;
		const [source, target] = [edge?.row.source?.value ?? '', edge?.row.target?.value ?? ''];
		return edge !== undefined && drawn.has(source) && drawn.has(target) ? [{ ...edge, source, target }] : [];
	});
	const parents = nodes.flatMap(({ id, row }) => {
		const parent = row?.parent?.value;
		return parent !== undefined && parent !== id && drawn.has(parent) ? [{ parent, child: id }] : [];
	});
	const narrowings = Object.fromEntries(
		links.flatMap(({ row, source }) => {
			const narrowing = narrowingOf(row, into.get(source) ?? []);
			return narrowing === null ? [] : [[row.id, narrowing] as const];
		}),
	);
	const counts = { nodesLeftOut: found.size - drawn.size, edgesLeftOut: 0, isCountFloor: false, beyond: 0 };
	const graph = { nodes, edges: links, parents, ...counts };
	return { drawing: drawingOf(graph, { focus: [], fold, narrowings, remaining: null }), leftOut: counts.nodesLeftOut };
}

/** The same drawing at an instant of the cascade. @param ms milliseconds from the revocation; null: at its end */
export function drawingAt(drawing: Drawing, members: readonly CascadeMember[], ms: number | null): Drawing {
	const byId = new Map(members.map((member) => [`${member.kind}\n${member.id}`, member]));
	const fate = (kind: 'session' | 'edge', ids: readonly string[]) => {
		const of = ids.flatMap((id) => byId.get(`${kind}\n${id}`) ?? []);
		const [only] = of;
		if (only === undefined) return {};
		return { fate: of.length === 1 && ids.length === 1 ? fateOf(only, ms) : fateOfAll(of, ms) };
	};
	return {
		nodes: drawing.nodes.map((node) => ({ ...node, ...fate('session', node.sessions) })),
		// which scopes they carried is told elsewhere: here the lines say when they fell
		links: drawing.links.map((link) => ({ ...link, words: '', ...fate('edge', link.edges) })),
	};
}
