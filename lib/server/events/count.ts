import 'server-only';
import { z } from 'zod';
import { countEvents } from '../../../db/queries/events-count';
import { countAppended } from '../../../db/queries/events-new';
import type { EventTotal, NewEvents } from '../../api/events';
import { decodePosition } from '../../events/position';
import { decisionWord } from '../../events/vocabulary';
import { redactText } from '../../evidence/redact';
import type { Context } from '../access';
import { readZones } from '../evidence';
import { isQueryCanceled } from '../http/error-body';
import { filterOf, invalidInput, parseInput, searchSchema } from './search-input';

const countSchema = z.object({ search: searchSchema });
const newSchema = z.object({ search: searchSchema, since: z.string() });
/** Where counting new events stops, per zone: above it a reader starts over anyway. */
const NEW_MAX = 1000;

/** How many events match: exact, or a bound that says it is one, or null when it took longer than a statement may. */
export async function totalEvents({ ctx, input }: { ctx: Context; input: unknown }): Promise<EventTotal> {
	const { search } = parseInput(countSchema, input);
	const { filter, zones } = await filterOf(ctx, search);
	try {
		const { total, exact, decisions } = await readZones(zones, (reader) => countEvents(reader, filter));
		return { total, exact, decisions: decisions.map((row) => ({ decision: redactText(decisionWord(row.decision)), events: row.events })) };
	} catch (error) {
		if (isQueryCanceled(error)) return { total: null, exact: false, decisions: [] };
		throw error;
	}
}

/** How many matching events were appended since the position a list was read at. */
export async function newEvents({ ctx, input }: { ctx: Context; input: unknown }): Promise<NewEvents> {
	const { search, since } = parseInput(newSchema, input);
	const heads = decodePosition(since);
	if (heads === null) throw invalidInput('The position since');
	const { filter, zones } = await filterOf(ctx, search);
	return readZones(zones, (reader) => countAppended(reader, filter, heads, NEW_MAX));
}
