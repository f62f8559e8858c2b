import 'server-only';
import { consumerSamples } from '../../../db/queries/authority/consumers';
import { revocationAt } from '../../../db/queries/authority/revocations';
import { eventsUnder } from '../../../db/queries/authority/uses';
import type { AuthorityRevocation, StandingEdge } from '../../api/authority';
import { cascadeOf } from '../../authority/cascade';
import { judgeConsumers } from '../../authority/consumers';
import { FALLS_MAX } from '../../authority/rows';
import { StandingAt } from '../../authority/standing';
import { usesUnder } from '../../authority/uses';
import { verdictOf } from '../../authority/verdict';
import { AppError } from '../../errors';
import type { Context } from '../access';
import { zoneOf } from '../events/get';
import { traceEvents } from '../trace/read-event';
import { readMoment } from './moment';
import { recordAuthorityOpened } from './recorded';
import { edgeMap, sessionMap } from './standing-rows';

interface RevocationQuery {
	readonly at?: string | undefined;
	readonly objective_ms: number;
	readonly tolerance_ms: number;
}

/** Delegations whose ends are told, so that they can be drawn; what falls first comes first. */
const ENDS_MAX = 2_000;

const endsOf = (edges: readonly StandingEdge[]) =>
	edges.slice(0, ENDS_MAX).flatMap(({ row }) => [row.source?.value ?? [], row.target?.value ?? []].flat());

/** A revocation as evidence: what fell, who has heard, whether it held. @throws AppError forbidden, not_found, unavailable */
export async function authorityRevocation({
	ctx,
	zoneId,
	seq,
	query,
	signal,
}: {
	ctx: Context;
	zoneId: string;
	seq: number;
	query: RevocationQuery;
	signal?: AbortSignal;
}): Promise<AuthorityRevocation> {
	// what fell is walked over all that held then, whenever it was over
	const load = { overAfter: null, listMax: FALLS_MAX + 1 };
	// also when there is nothing to be seen
	await recordAuthorityOpened(ctx, (await zoneOf(ctx, zoneId)).zoneId, 'revocation', String(seq), query);
	return readMoment({ ctx, zoneId, at: query.at, signal, load }, async ({ reader, zone, at, now, graph, ask }) => {
		const revocation = await revocationAt(reader, zone, seq);
		if (revocation === null)
			throw new AppError('not_found', `Event #${seq} of this zone begins no revocation.`, 'Choose one from the list of revocations.');
		const { cascade, sessions, edges } = await ask((standing) => {
			const cascade = cascadeOf(standing.graph, revocation, at);
			const of = (kind: 'edge' | 'session') => cascade.members.filter((each) => each.kind === kind).map(({ id }) => id);
			// as they stood just before, as far as that is on record
			const before = new StandingAt(standing.graph, cascade.decidedAt - 1);
			const edges = edgeMap(before, of('edge'));
			return { cascade, sessions: sessionMap(before, new Set([...of('session'), ...endsOf(Object.values(edges))])), edges };
		});
		const [found, { samples, notSampled }] = await Promise.all([
			eventsUnder(reader, zone, graph, cascade),
			consumerSamples(reader, zone, graph, cascade),
		]);
		const known = samples.map((sample) => ({
			...sample,
			deliveredAt: sample.deliveredAt !== null && sample.deliveredAt <= at ? sample.deliveredAt : null,
			ackedAt: sample.ackedAt !== null && sample.ackedAt <= at ? sample.ackedAt : null,
		}));
		const consumers = judgeConsumers(known, cascade.decidedAt, at, query.objective_ms);
		const events = traceEvents(found.rows, [zone], '').filter((event) => Number(event.occurredAt) <= at);
		const uses = usesUnder(cascade, events, Math.min(at, now), query.tolerance_ms);
		return {
			...{ revocation, cascade, sessions, edges, consumers, consumersNotSampled: notSampled },
			...{ objectiveMs: query.objective_ms, toleranceMs: query.tolerance_ms },
			...{ uses, usesAreWhole: found.isWhole, verdict: verdictOf(cascade, consumers, uses) },
		};
	});
}
