import { sql } from 'drizzle-orm';
import type { Query } from '../../../lib/query/ast';
import { type NameAsked, namesAsked, resolveNames } from '../../../lib/query/names';
import { integers, type Reader, rowsOf } from '../reader';
import { textCondition } from './text-test';

const FIELD_NO = { app: 1, workload: 2 } as const;
/** Ids taken for one name or pattern. */
const IDS_MAX = 100;

/** The query with the names of applications and workloads in it replaced by the ids known by them in the zones. Asks only if there are any. */
export async function withIds(reader: Reader, zoneNos: readonly number[], query: Query): Promise<Query> {
	const asked = namesAsked(query);
	if (asked.length === 0 || zoneNos.length === 0) return query;
	const found = asked.map(
		({ field, test }, i) => sql`(select distinct ${i}::integer as asked, id from search_names
			where zone_no = any(${integers(zoneNos)}) and field = ${FIELD_NO[field]}::smallint and ${textCondition(test, sql`name`)} limit ${IDS_MAX})`,
	);
	const rows = await rowsOf<{ asked: number; id: string }>(reader, sql.join(found, sql` union all `));
	const key = (name: NameAsked) => JSON.stringify(name);
	const places = new Map(asked.map((name, i) => [key(name), i]));
	return resolveNames(query, (name) => rows.filter((row) => row.asked === places.get(key(name))).map(({ id }) => id));
}
