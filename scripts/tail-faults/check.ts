import { sql } from 'drizzle-orm';
import { openDatabase } from '../../db/database';
import { readSnapshot, rowsOf } from '../../db/queries/reader';
import { compile } from '../../db/queries/search/compile';
import { matchingRows } from '../../db/queries/search/rows';
import { listZones } from '../../db/queries/zones';
import { parseQuery } from '../../lib/query/parse';

/** The places in the ledger that a search finds, by zone, ascending. */
export async function searched(databaseUrl: string, queries: readonly string[]): Promise<ReadonlyMap<string, readonly number[]>[]> {
	const { db, close } = openDatabase(databaseUrl, { role: 'console_web', connectionsMax: 1, applicationName: 'faults' });
	try {
		return await readSnapshot(db, 'all', async (reader) => {
			const zones = await listZones(reader);
			const zoneIdOf = new Map(zones.map((zone) => [zone.zoneNo, zone.zoneId]));
			const found: Map<string, number[]>[] = [];
			for (const text of queries) {
				const { query } = parseQuery(text, { nowMicros: 0n });
				const compiled = await compile(reader, { zones, from: null, to: null, query });
				const places = new Map<string, number[]>();
				found.push(places);
				if (compiled.isEmpty) continue;
				const rows = await rowsOf<{ zone_no: number; seqs: string }>(
					reader,
					sql`select zone_no, array_agg(chain_seq order by chain_seq)::text as seqs from (${matchingRows(compiled)}) s group by zone_no`,
				);
				for (const row of rows) places.set(zoneIdOf.get(row.zone_no) ?? '', row.seqs.slice(1, -1).split(',').map(Number));
			}
			return found;
		});
	} finally {
		await close();
	}
}

/** What is wrong with what a viewer was shown; null when it is exactly what was found, in order. */
export function difference(shown: ReadonlyMap<string, readonly number[]>, found: ReadonlyMap<string, readonly number[]>): string | null {
	for (const zone of new Set([...shown.keys(), ...found.keys()])) {
		const [own, right] = [shown.get(zone) ?? [], found.get(zone) ?? []];
		const at = own.findIndex((seq, i) => seq !== right[i]);
		if (at >= 0)
			return `zone ${zone}: place ${own[at]} where ${right[at] ?? 'nothing'} belongs, after ${own.slice(Math.max(0, at - 3), at)}`;
		if (own.length < right.length) return `zone ${zone}: ${right.length - own.length} missing from place ${right[own.length]} on`;
	}
	return null;
}
