import { type SQL, sql } from 'drizzle-orm';
import type { FacetField } from '../../../lib/api/search';
import { isByTerms } from './by-terms';
import { allOf, type Compiled, compileWith } from './compile';
import { FACET_COLUMNS, facetOf, groupedByField } from './facet-fields';
import type { Normal } from './normal-form';
import { matchingRows } from './rows';

/** A facet's field and the parts of a query that are about it alone. */
export interface OwnParts {
	readonly field: FacetField;
	readonly parts: readonly Normal[];
}

/** The fields that the query is about, with their parts. */
export function ownParts(compiled: Compiled, fields: readonly FacetField[]): OwnParts[] {
	return fields
		.map((field) => ({ field, parts: compiled.all.filter((part) => facetOf(part) === field) }))
		.filter(({ parts }) => parts.length > 0);
}

/** Whether a row `s` fulfils parts that the projection knows; true or false, never unknown. */
export function holdsOf(compiled: Compiled, parts: readonly Normal[]): SQL {
	return sql`coalesce(${allOf(compileWith(compiled, compiled.terms, parts).onProjection)}, false)`;
}

/** The parts of the query that are of none of the fields. */
export function restOf(compiled: Compiled, own: readonly OwnParts[]): Normal[] {
	return compiled.all.filter((part) => !own.some(({ parts }) => parts.includes(part)));
}

/**
 * Two of the fields that have few rows: a row that some facet counts fails the parts of one field at most, and so fulfils those of one
 * of any two.
 */
function coverOf(compiled: Compiled, own: readonly OwnParts[]): Normal {
	const costs = own.map(({ parts }) => {
		const alone = compileWith(compiled, compiled.terms, parts);
		return { parts, isIndexed: isByTerms(alone), events: alone.hours?.events ?? Number.POSITIVE_INFINITY };
	});
	costs.sort((a, b) => Number(b.isIndexed) - Number(a.isIndexed) || (a.events < b.events ? -1 : Number(a.events > b.events)));
	return { kind: 'or', of: costs.slice(0, 2).map(({ parts }) => ({ kind: 'and', of: parts })) };
}

/**
 * The facets of at least two fields that the query is about, each without the parts on its own field, in one scan: rows are counted by
 * the values of these fields together, which are few, and the parts decided for each such count instead of each row.
 */
export function ownCounts(compiled: Compiled, own: readonly OwnParts[]): SQL {
	const rows = compileWith(compiled, compiled.terms, [...restOf(compiled, own), coverOf(compiled, own)]);
	const columns = sql.join(
		own.map(({ field }) => FACET_COLUMNS[field].column),
		sql`, `,
	);
	const holds = sql.join(
		own.map(({ parts }, i) => sql`${holdsOf(compiled, parts)} as ${sql.raw(`k${i}`)}`),
		sql`, `,
	);
	const together = sql`select s.*, ${holds} from (select ${columns}, count(*) as n from (${matchingRows(rows)}) s group by ${columns}) s`;
	const grouped = groupedByField(
		own.map(({ field }) => field),
		together,
		own.map((_, i) => {
			const others = own.flatMap((__, other) => (other === i ? [] : [sql.raw(`k${other}`)]));
			return { name: `without_${i}`, over: sql`sum(n) filter (where ${allOf(others)})` };
		}),
	);
	const cases = sql.join(
		own.map(({ field }, i) => sql`when ${FACET_COLUMNS[field].fieldNo}::smallint then ${sql.raw(`without_${i}`)}`),
		sql` `,
	);
	return sql`select field, term_no, (case field ${cases} end)::bigint as events from (${grouped}) g`;
}
