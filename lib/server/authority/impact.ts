import 'server-only';
import { recordsOfSubject } from '../../../db/queries/authority/find';
import { recentUses } from '../../../db/queries/authority/uses';
import { scopeOf } from '../../access/roles';
import type { AuthorityImpact } from '../../api/authority';
import { blastRadius } from '../../authority/blast';
import { idOf } from '../../authority/bounds';
import type { CascadeStart } from '../../authority/cascade-walk';
import { type Context, includesZone } from '../access';
import { webEnv } from '../env';
import { confirmationOf, type RevokeTarget, revokeCommand } from './command';
import { type Moment, readMoment } from './moment';
import { recordAuthorityOpened } from './recorded';
import { edgeMap, sessionMap } from './standing-rows';

/** Rows that come with the preview. */
const ROWS_MAX = 2_000;
const RATE_MINUTES = 10;
const RATE_EVENTS_MAX = 1_000;
const RECORDS_MAX = 200;

interface ImpactQuery {
	readonly edge: readonly string[];
	readonly session: readonly string[];
	readonly record: readonly string[];
	readonly subject?: string | undefined;
	readonly at?: string | undefined;
}

async function startsOf({ reader, zone }: Moment, query: ImpactQuery): Promise<CascadeStart[]> {
	const records = query.record.map(idOf);
	if (query.subject !== undefined) records.push(...(await recordsOfSubject(reader, zone, idOf(query.subject), RECORDS_MAX)));
	return [
		...query.edge.map((id): CascadeStart => ({ kind: 'edge', id: idOf(id) })),
		...query.session.map((id): CascadeStart => ({ kind: 'session', id: idOf(id) })),
		...[...new Set(records)].map((id): CascadeStart => ({ kind: 'record', id })),
	];
}

/** Requests a minute by sessions that would fall. */
async function rateOf({ reader, zone, now }: Moment, fallen: ReadonlySet<string>) {
	const { sessions, from } = await recentUses(reader, zone, now, RATE_MINUTES, RATE_EVENTS_MAX);
	const minutes = Math.max((now - from) / 60_000_000, 1 / 60);
	return { perMinute: sessions.filter((id) => fallen.has(id)).length / minutes, minutes };
}

/** What can be revoked by one request of the coordinator. */
function targetOf(starts: readonly CascadeStart[]): RevokeTarget | null {
	const [only] = starts;
	return starts.length === 1 && only !== undefined && only.kind !== 'record' ? { kind: only.kind, id: only.id } : null;
}

/** Everything that would fall, without saying who looked. */
export async function impactOf({
	ctx,
	zoneId,
	query,
	signal,
}: {
	readonly ctx: Context;
	readonly zoneId: string;
	readonly query: ImpactQuery;
	readonly signal?: AbortSignal | undefined;
}): Promise<AuthorityImpact> {
	return readMoment({ ctx, zoneId, at: query.at, signal }, async (moment) => {
		const starts = await startsOf(moment, query);
		const found = await moment.ask((standing) => {
			const blast = blastRadius(standing, starts);
			const of = (kind: 'edge' | 'session') =>
				blast.reached
					.filter((each) => each.kind === kind)
					.slice(0, ROWS_MAX)
					.map(({ id }) => id);
			const survivors = blast.survivors.map(({ session }) => session);
			return { blast, sessions: sessionMap(standing, [...of('session'), ...survivors]), edges: edgeMap(standing, of('edge')) };
		});
		const fallen = new Set(found.blast.reached.filter(({ kind }) => kind === 'session').map(({ id }) => id));
		const target = targetOf(starts);
		const { COORDINATOR_URL: url, COORDINATOR_TOKEN: token } = webEnv();
		return {
			starts,
			...found,
			rate: await rateOf(moment, fallen),
			revoke: {
				isOffered: target !== null && url !== undefined && token !== undefined && mayRevoke(ctx, zoneId),
				command: target === null ? '' : revokeCommand(zoneId, target),
				confirmation: target === null ? '' : confirmationOf(target),
			},
		};
	});
}

function mayRevoke(ctx: Context, zoneId: string): boolean {
	const scope = scopeOf(ctx.actor.memberships, 'authority.revoke');
	return scope !== null && includesZone(scope, zoneId);
}

/** Everything that would fall if this were revoked, and what survives. @throws AppError forbidden, not_found, unavailable */
export async function authorityImpact(input: Parameters<typeof impactOf>[0]): Promise<AuthorityImpact> {
	const answer = await impactOf(input);
	const lookedAt = answer.starts.map(({ kind, id }) => `${kind} ${id}`).join(' ');
	await recordAuthorityOpened(input.ctx, input.zoneId, 'impact', lookedAt, input.query);
	return answer;
}
