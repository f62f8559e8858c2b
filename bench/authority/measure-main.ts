// Its own process: the server's modules load only under the condition react-server. Prints a line of JSON for each question.
import type { GraphQuery } from '../../lib/api/authority-operations';
import { Context } from '../../lib/server/access';
import { authorityGraph } from '../../lib/server/authority/graph';
import { authorityImpact } from '../../lib/server/authority/impact';
import { authorityRevocation } from '../../lib/server/authority/revocation';
import { quantile } from '../api/quantiles';
import { edgeId, REVOCATION_SEQ, sessionId, TREES, ZONE } from './build';

/** Times of one question in milliseconds. */
export interface Measured {
	readonly what: string;
	readonly p50: number;
	readonly p95: number;
	readonly runs: number;
	readonly p95MsMax: number;
	/** What the largest answer held. */
	readonly largest: string;
}

const RUNS = Number(process.argv[2] ?? '200');
const WARM_UP = 20;
const memberships = [{ zoneId: null, role: 'admin' as const }];
const actor = { kind: 'token', id: 1, name: 'bench', memberships, sessionId: null, expiresAt: 0n, mustChangePassword: false } as const;
const ctx = Context.authorize(actor, 'evidence.read', 'bench');
const NAMELESS: GraphQuery = {
	...{ session: [], edge: [], app: [], resource: [], subject: [], label: [], depth: 3, limit: 300, ended: '0' },
	...{ at: undefined, strike_edge: [], strike_session: [] },
};
/** A different tree each time, so that nothing is answered from what was asked before. */
const tree = (run: number) => 1 + ((run * 7_919) % (TREES - 2));

async function measure(what: string, p95MsMax: number, runs: number, ask: (run: number) => Promise<{ size: number; words: string }>) {
	let largest = { size: -1, words: '' };
	for (let run = 0; run < Math.min(WARM_UP, runs); run++) await ask(run + 1_000);
	const all: number[] = [];
	for (let run = 0; run < runs; run++) {
		const start = performance.now();
		const answer = await ask(run);
		all.push(performance.now() - start);
		if (answer.size > largest.size) largest = answer;
	}
	const measured: Measured = { what, p50: quantile(all, 0.5), p95: quantile(all, 0.95), runs, p95MsMax, largest: largest.words };
	process.stdout.write(`${JSON.stringify(measured)}\n`);
}

async function graph(run: number, more: Partial<GraphQuery>) {
	const { graph: found } = await authorityGraph({ ctx, zoneId: ZONE, query: { ...NAMELESS, session: [sessionId(tree(run), 0)], ...more } });
	return { size: found.nodes.length, words: `${found.nodes.length} sessions, ${found.edges.length} delegations` };
}

await measure('neighbourhood of depth 3', 30, RUNS, (run) => graph(run, {}));
await measure('graph at a past moment, depth 3', 60, RUNS, (run) => {
	const hours = (tree(run) % 600) + 2 + 5;
	return graph(run, { at: new Date(1_795_262_400_000 - (hours + 0.5) * 3_600_000).toISOString() });
});
await measure('blast radius of a delegation', 50, RUNS, async (run) => {
	const { blast } = await authorityImpact({ ctx, zoneId: ZONE, query: { edge: [edgeId(tree(run), 1)], session: [], record: [] } });
	return { size: blast.reached.length, words: `${blast.edges} delegations and ${blast.sessions} sessions fall` };
});
await measure('blast radius of a root session', 50, RUNS, async (run) => {
	const { blast } = await authorityImpact({ ctx, zoneId: ZONE, query: { edge: [], session: [sessionId(tree(run), 0)], record: [] } });
	return { size: blast.reached.length, words: `${blast.edges} delegations and ${blast.sessions} sessions fall` };
});
await measure('whether a revocation of 1,000 delegations held', 500, 20, async () => {
	const query = { objective_ms: 5000, tolerance_ms: 1000 };
	const { cascade, uses } = await authorityRevocation({ ctx, zoneId: ZONE, seq: REVOCATION_SEQ, query });
	return { size: cascade.edges, words: `${cascade.edges} delegations fell, ${uses.violations.count} uses after it` };
});
process.exit(0);
