import 'server-only';
import * as z from 'zod';
import { countAppended } from '../../../db/queries/search/appended';
import { compile } from '../../../db/queries/search/compile';
import { decisionCounts } from '../../../db/queries/search/decision-counts';
import type { EventTotal, NewEvents } from '../../api/events';
import { decodePosition } from '../../events/position';
import { redactText } from '../../evidence/redact';
import type { Context } from '../access';
import { inTime } from '../search/in-time';
import { asked, questionOf } from '../search/question';
import { invalidInput, parseInput, searchSchema } from './search-input';

const countSchema = z.object({ search: searchSchema });
const newSchema = z.object({ search: searchSchema, since: z.string() });
/** Where counting new events stops, per zone: above it a reader starts over anyway. */
const NEW_MAX = 1000;

/** How many events match: exact, or a bound that says it is one, or null when it took longer than a statement may. */
export async function totalEvents({ ctx, input, signal }: { ctx: Context; input: unknown; signal?: AbortSignal }): Promise<EventTotal> {
	const { search } = parseInput(countSchema, input);
	const question = await asked(ctx, search);
	const given = await inTime(
		question,
		async (reader, window) => decisionCounts(reader, await compile(reader, await questionOf(reader, question, window)), null),
		signal,
	);
	if (given === null) return { total: null, exact: false, source: 'ledger', decisions: [] };
	const { counts, source } = given.answer;
	const decisions = counts
		.map(({ decision, events }) => ({ decision: redactText(decision), events }))
		.sort((a, b) => b.events - a.events || (a.decision < b.decision ? -1 : 1));
	return { total: decisions.reduce((sum, row) => sum + row.events, 0), exact: given.covered === null, source, decisions };
}

/** How many matching events were appended since the position a list was read at. */
export async function newEvents({ ctx, input, signal }: { ctx: Context; input: unknown; signal?: AbortSignal }): Promise<NewEvents> {
	const { search, since } = parseInput(newSchema, input);
	const heads = decodePosition(since);
	if (heads === null) throw invalidInput('The position since');
	const question = await asked(ctx, search);
	// new events lie beyond the end of the window
	const open = { from: question.window.from, to: null };
	const given = await inTime(
		{ ...question, window: open },
		async (reader) => countAppended(reader, await compile(reader, await questionOf(reader, question, open)), heads, NEW_MAX),
		signal,
	);
	return given?.answer ?? { total: 0, exact: false };
}
