import type { SqlClient } from '../client';
import { arrayText, textArrayText } from './arrays';

/** A value of the dictionary that the worker does not know the number of. */
export interface WantedTerm {
	readonly zoneNo: number;
	readonly field: number;
	/** As cut by termOf. */
	readonly value: string;
}

/**
 * Numbers of dictionary values, in the order asked, each made if it is new, in statements of their own before any ledger
 * transaction. Looked up first: an insert that meets a conflict would burn a number each time.
 */
export async function resolveTerms(sql: SqlClient, wanted: readonly WantedTerm[]): Promise<number[]> {
	const numbers = new Array<number>(wanted.length).fill(0);
	const open = () => wanted.map((_, i) => i).filter((i) => numbers[i] === 0);
	const columns = (indexes: readonly number[]) => {
		const terms = indexes.map((i) => wanted[i]).filter((term): term is WantedTerm => term !== undefined);
		return [
			arrayText(terms.map((term) => term.zoneNo)),
			arrayText(terms.map((term) => term.field)),
			textArrayText(terms.map((term) => term.value)),
		] as const;
	};
	const look = async () => {
		const indexes = open();
		const [zoneNos, fields, values] = columns(indexes);
		const rows = await sql<{ place: string; term_no: number }[]>`
			select w.place, t.term_no
			from unnest(${zoneNos}::int[], ${fields}::smallint[], ${values}::text[]) with ordinality as w(zone_no, field, value, place)
			join search_terms t using (zone_no, field, value)`;
		for (const row of rows) {
			const i = indexes[Number(row.place) - 1];
			if (i !== undefined) numbers[i] = row.term_no;
		}
		return open().length === 0;
	};
	if (wanted.length === 0 || (await look())) return numbers;
	const [zoneNos, fields, values] = columns(open());
	await sql`
		insert into search_terms (zone_no, field, value)
		select * from unnest(${zoneNos}::int[], ${fields}::smallint[], ${values}::text[])
		on conflict (zone_no, field, value) do nothing`;
	if (!(await look())) throw new Error('a term that was just made is not there');
	return numbers;
}
