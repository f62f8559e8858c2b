import { type DueCheck, keepCheck, postponeCheck, raiseViolations, takeDueCheck } from '../../db/authority/checks';
import type { OneConnection, Statements } from '../../db/one-connection';
import { LoadedGraph } from '../../db/queries/authority/loaded-graph';
import { revocationAt } from '../../db/queries/authority/revocations';
import { eventsUnder } from '../../db/queries/authority/uses';
import { readerOn } from '../../db/queries/reader';
import type { TraceRow } from '../../db/queries/trace/rows';
import { cascadeOf } from '../../lib/authority/cascade';
import { FALLS_MAX } from '../../lib/authority/rows';
import { type Uses, usesUnder } from '../../lib/authority/uses';
import { parsed } from '../../lib/events/read-json';
import type { TraceEvent } from '../../lib/trace/event';

/** Alerts raised of one revocation; all violations are counted. */
const ALERTS_MAX = 100;

const json = (text: string | null) => (text === null ? null : parsed(text));

function eventOf(zone: string, row: TraceRow): TraceEvent {
	const { determiningPoliciesText, diagnosticsText, metadataText, entryMs, ...rest } = row;
	return {
		...{ ...rest, zone, streamedAt: BigInt(entryMs) * 1000n, determiningPolicies: json(determiningPoliciesText) },
		...{ diagnostics: json(diagnosticsText), metadata: json(metadataText) },
	};
}

/** What was done under a revocation, or null when it is no longer on record. */
async function usesOf(
	pg: () => Statements,
	{ zone, seq }: DueCheck,
	now: number,
): Promise<{ uses: Uses; ids: Map<number, string> } | null> {
	const reader = readerOn(pg);
	const revocation = await revocationAt(reader, zone, seq);
	if (revocation === null) return null;
	const graph = new LoadedGraph(reader, zone, { overAfter: null, listMax: FALLS_MAX + 1 });
	const cascade = await graph.ask((loaded) => cascadeOf(loaded, revocation, now));
	const { rows } = await eventsUnder(reader, zone, graph, cascade);
	const events = rows.map((row) => eventOf(zone.zoneId, row));
	return { uses: usesUnder(cascade, events, now), ids: new Map(events.map(({ seq: place, id }) => [place, id])) };
}

/**
 * Looks whether the revocation that is due longest held, and raises what did not.
 * @returns whether there was one
 * @throws what failed; the revocation is then due again later, so that those behind it have their turn
 */
export async function checkDue(writer: OneConnection, nowMs: number): Promise<boolean> {
	const taken: DueCheck[] = [];
	try {
		await check(writer, nowMs, (due) => taken.push(due));
	} catch (error) {
		for (const due of taken)
			await writer.transaction(async (pg) => {
				await pg()`begin`;
				await postponeCheck(pg(), due);
				await pg()`commit`;
			});
		throw error;
	}
	return taken.length > 0;
}

async function check(writer: OneConnection, nowMs: number, onTaken: (due: DueCheck) => void): Promise<void> {
	await writer.transaction(async (pg) => {
		await pg()`begin`;
		// the wall that keeps readers to their zones stands before the functions this asks too
		await pg()`select set_config('caracal.zones', '*', true)`;
		const due = await takeDueCheck(pg());
		if (due !== null) {
			onTaken(due);
			const found = await usesOf(pg, due, nowMs * 1000);
			const violations = found?.uses.violations.list.slice(0, ALERTS_MAX) ?? [];
			const alerts = violations.map(({ seq, afterMs, under }) => ({
				eventId: found?.ids.get(seq) ?? '',
				detail: `seq=${seq} revocation=${due.seq} after_ms=${Math.round(afterMs)} under=${under.kind} ${under.id}`,
			}));
			await raiseViolations(pg(), due.zone, alerts);
			await keepCheck(pg(), due, found?.uses.violations.count ?? 0);
		}
		await pg()`commit`;
	});
}
