import 'server-only';
import type { EventListRow } from '../../../db/queries/event-rows';
import { compile } from '../../../db/queries/search/compile';
import { searchPage } from '../../../db/queries/search/page';
import type { ZoneRow } from '../../../db/queries/zones';
import type { RequestChangesAnswer } from '../../api/trace';
import { redactText } from '../../evidence/redact';
import type { Query } from '../../query/ast';
import { type BaselineLookup, type BaselineMatch, baselineLookups, type Compared, pickBaseline } from '../../trace/diff';
import type { TraceEvent } from '../../trace/event';
import { read } from '../../trace/reading';
import { readZones } from '../evidence';
import { isQueryCanceled } from '../http/error-body';

/** How far back a request to compare with is looked for. */
const BACK_MICROS = 90n * 86_400_000_000n;
/** Candidates of one question; those with the same scopes and session are preferred among them. */
const CANDIDATES_READ = 100;
const STATEMENT_MS_MAX = 2_000;

type Match = NonNullable<RequestChangesAnswer['baseline']>['match'];
/** As the interface names them. */
const MATCHES: Readonly<Record<BaselineMatch, Match>> = {
	'resource and scopes': 'application and resource',
	resource: 'application and resource',
	session: 'session',
	scopes: 'scopes',
};

export interface FoundBaseline {
	readonly match: Match;
	readonly zoneNo: number;
	readonly seq: number;
}

/** Where a request to compare with was found, and whether every question was answered in time. */
export interface BaselineSearch {
	readonly found: FoundBaseline | null;
	readonly isWhole: boolean;
}

function queryOf(lookup: BaselineLookup): Query {
	const span = { from: 0, to: 0 };
	return { kind: 'and', of: lookup.terms.map(([field, value]) => ({ kind: 'field', field, test: { op: 'equals', value }, span })) };
}

/** A row of a list as far as a choice needs it. */
function candidate(row: EventListRow): TraceEvent {
	return {
		zone: row.zoneId,
		seq: row.seq,
		id: redactText(row.id),
		eventType: redactText(row.eventType),
		requestId: redactText(row.requestId),
		decision: redactText(row.decision),
		policySetId: redactText(row.policySetId),
		policySetVersionId: redactText(row.policySetVersionId),
		manifestSha: '',
		evaluationStatus: redactText(row.evaluationStatus),
		determiningPolicies: row.determiningPolicies,
		diagnostics: row.diagnostics,
		metadata: row.metadata,
		occurredAt: row.occurredAt,
		streamedAt: null,
		ingestedAt: row.ingestedAt,
	};
}

async function candidates(zone: ZoneRow, lookup: BaselineLookup, signal: AbortSignal | undefined): Promise<TraceEvent[] | null> {
	try {
		const page = await readZones(
			[zone],
			async (reader) => {
				const window = { from: lookup.before - BACK_MICROS, to: lookup.before };
				const compiled = await compile(reader, { zones: [zone], ...window, query: queryOf(lookup) });
				return searchPage(reader, compiled, { direction: 'older', cursor: null }, CANDIDATES_READ);
			},
			'made',
			{ statementMsMax: STATEMENT_MS_MAX, signal },
		);
		return page.rows.map(candidate);
	} catch (error) {
		signal?.throwIfAborted();
		if (!isQueryCanceled(error)) throw error;
		return null;
	}
}

/**
 * The latest allowed request like this one: of the same application and resource, then of the same session, then of the same scopes.
 * Same scopes are looked for among the candidates of the first question, since asking for them costs more than reading these.
 */
export async function findBaseline(zone: ZoneRow, compared: Compared, signal: AbortSignal | undefined): Promise<BaselineSearch> {
	let isWhole = true;
	for (const lookup of baselineLookups(compared)) {
		if (lookup.match === 'resource and scopes') continue;
		const events = await candidates(zone, lookup, signal);
		if (events === null) isWhole = false;
		const picked = pickBaseline(compared, (events ?? []).map(read));
		if (picked !== null) return { found: { match: MATCHES[picked.match], zoneNo: zone.zoneNo, seq: picked.reading.place.seq }, isWhole };
	}
	return { found: null, isWhole };
}
