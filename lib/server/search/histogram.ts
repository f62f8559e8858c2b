import 'server-only';
import * as z from 'zod';
import { compile } from '../../../db/queries/search/compile';
import { type DecisionCount, decisionCounts } from '../../../db/queries/search/decision-counts';
import { closedWindow } from '../../../db/queries/search/open-window';
import type { Histogram } from '../../api/search';
import { redactText } from '../../evidence/redact';
import { formatMicros } from '../../time';
import type { Context } from '../access';
import { parseInput, searchSchema } from '../events/search-input';
import { coverageOf, inTime } from './in-time';
import { asked, questionOf } from './question';

const schema = z.object({ search: searchSchema, bars: z.int().min(1).max(500).default(60) });

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Lengths a bar can have. */
const STEPS_MS = [
	...[1, 10, 100, SECOND, 2 * SECOND, 5 * SECOND, 10 * SECOND, 15 * SECOND, 30 * SECOND],
	...[MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 15 * MINUTE, 30 * MINUTE],
	...[HOUR, 2 * HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 7 * DAY, 14 * DAY, 28 * DAY, 91 * DAY, 364 * DAY],
];

/** The shortest round length with which the bars are at most a fifth more than asked for. */
export function stepOf(lengthMicros: bigint, bars: number): number {
	const least = Number(lengthMicros / 1000n) / (bars * 1.2);
	return STEPS_MS.find((step) => step >= least) ?? Math.ceil(least / DAY) * DAY;
}

function barsOf(counts: readonly DecisionCount[], stepMs: number): Histogram['bars'] {
	const bars = new Map<number, Record<string, number>>();
	for (const { bar, decision, events } of counts) {
		const decisions = bars.get(bar) ?? {};
		bars.set(bar, decisions);
		const name = redactText(decision);
		decisions[name] = (Object.hasOwn(decisions, name) ? (decisions[name] ?? 0) : 0) + events;
	}
	return [...bars]
		.sort(([a], [b]) => a - b)
		.map(([bar, decisions]) => ({ at: formatMicros(BigInt(bar) * BigInt(stepMs) * 1000n), decisions }));
}

/** Matching events over time, by decision. @throws AppError invalid_input, forbidden, unavailable */
export async function eventHistogram({ ctx, input, signal }: { ctx: Context; input: unknown; signal?: AbortSignal }): Promise<Histogram> {
	const { search, bars } = parseInput(schema, input);
	const question = await asked(ctx, search);
	const given = await inTime(
		question,
		async (reader, part) => {
			const compiled = await compile(reader, await questionOf(reader, question, part));
			const zoneNos = question.zones.map((zone) => zone.zoneNo);
			const window = zoneNos.length === 0 ? null : await closedWindow(reader, { zoneNos, ...question.window });
			if (window === null) return { window, stepMs: 0, counts: [], source: compiled.source };
			const stepMs = stepOf(window.to - window.from, bars);
			return { window, stepMs, ...(await decisionCounts(reader, compiled, stepMs)) };
		},
		signal,
	);
	const { window = null, stepMs = 0, counts = [], source = 'projection' } = given?.answer ?? {};
	return {
		from: window === null ? null : formatMicros(window.from),
		to: window === null ? null : formatMicros(window.to),
		stepMs,
		bars: barsOf(counts, stepMs),
		total: counts.reduce((sum, count) => sum + count.events, 0),
		source,
		...coverageOf(question, given),
	};
}
