import { sql } from 'drizzle-orm';
import type { EvidenceJob } from '../../db/integrity/evidence-jobs';
import { LoadedGraph } from '../../db/queries/authority/loaded-graph';
import { revocationAt } from '../../db/queries/authority/revocations';
import { eventsUnder } from '../../db/queries/authority/uses';
import { type Reader, rowsOf } from '../../db/queries/reader';
import { compile } from '../../db/queries/search/compile';
import { withIds } from '../../db/queries/search/names';
import { matchingRows } from '../../db/queries/search/rows';
import { revocationSeqOf } from '../../lib/api/evidence-names';
import { cascadeOf } from '../../lib/authority/cascade';
import { FALLS_MAX } from '../../lib/authority/rows';
import { BundleRejected } from '../../lib/bundle/form';
import { parseQuery } from '../../lib/query/parse';

/** Events of one bundle at most. */
export const EVENTS_MAX = 1_000_000;

/** Which events a bundle is about: their places by number of the zone, ascending. */
export interface Chosen {
	readonly seqs: ReadonlyMap<number, readonly number[]>;
	/** False: a ceiling was met before all of them were found. */
	readonly isWhole: boolean;
}

/**
 * The events a job asks for, as the search finds them, or what belongs to a revocation.
 * @param nowMicros what a revocation is judged by
 * @throws BundleRejected in words for whoever asked
 */
export async function chooseEvents(reader: Reader, job: EvidenceJob, nowMicros: bigint): Promise<Chosen> {
	return job.subjectKind === 'revocation' ? ofRevocation(reader, job, nowMicros) : { seqs: await ofSearch(reader, job), isWhole: true };
}

async function ofSearch(reader: Reader, job: EvidenceJob): Promise<Map<number, readonly number[]>> {
	// what the query says of times relative to now was said when it was asked
	const { query, problems } = parseQuery(job.filter, { nowMicros: job.askedAt });
	if (problems.length > 0) throw new BundleRejected(`The query cannot be read: ${problems[0]?.message ?? ''}`);
	const zoneNos = job.zones.map(({ zoneNo }) => zoneNo);
	const compiled = await compile(reader, { zones: job.zones, from: job.from, to: job.to, query: await withIds(reader, zoneNos, query) });
	if (compiled.isEmpty) return new Map();
	// one text a zone: a million rows would be a million objects
	const rows = await rowsOf<{ zone_no: number; seqs: string }>(
		reader,
		sql`select zone_no, string_agg(seq::text, ',' order by seq) as seqs from (
				select distinct m.zone_no::integer as zone_no, m.chain_seq::bigint as seq
				from (select s.zone_no, s.chain_seq from (${matchingRows(compiled)}) s limit ${EVENTS_MAX + 1}::integer) m
			) d group by zone_no`,
	);
	const seqs = new Map(rows.map((row) => [row.zone_no, row.seqs.split(',').map(Number)]));
	const total = [...seqs.values()].reduce((sum, each) => sum + each.length, 0);
	if (total > EVENTS_MAX)
		throw new BundleRejected(
			`More than ${EVENTS_MAX.toLocaleString('en')} events match, which is the most one bundle holds. Ask for a shorter time or fewer zones.`,
		);
	return seqs;
}

/** The revocation, the events that name the end of what it took down, and what was done under that from an hour before it on. */
async function ofRevocation(reader: Reader, job: EvidenceJob, nowMicros: bigint): Promise<Chosen> {
	const [zone] = job.zones;
	const seq = revocationSeqOf(job.subject);
	const revocation = zone === undefined || seq === null ? null : await revocationAt(reader, zone, seq);
	if (zone === undefined || revocation === null) throw new BundleRejected(`There is no revocation ${job.subject} in the zone.`);
	const graph = new LoadedGraph(reader, zone, { overAfter: null, listMax: FALLS_MAX + 1 });
	const cascade = await graph.ask((loaded) => cascadeOf(loaded, revocation, Number(nowMicros)));
	const { rows, isWhole } = await eventsUnder(reader, zone, graph, cascade);
	const seqs = new Set([revocation.seq, ...rows.map((row) => Number(row.seq))]);
	for (const member of cascade.members) if (member.seq !== null) seqs.add(member.seq);
	return { seqs: new Map([[zone.zoneNo, [...seqs].sort((a, b) => a - b)]]), isWhole: isWhole && !cascade.isCut && !graph.isCut };
}
