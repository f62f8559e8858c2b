import { writeAll, writeValues } from '../../lib/query/quote';
import type { TimeRange } from '../../lib/url/range';
import { formatRange, PRESETS, parseRange } from '../../lib/url/range';
import { DEFAULT_SEARCH, parseSearch, type SearchState } from '../../lib/url/search';
import { SEARCH_PAGE_MAX, searchEvents } from '../api/search';
import { parseWindow, WINDOW_FLAGS } from '../args/filters';
import type { Flags } from '../args/flags';
import { UsageError } from '../errors';
import { safeJson } from '../json/safe';
import { tableRows } from '../output/event-rows';
import { CONSOLE_FLAGS, type Command } from './command';

const LIMIT_DEFAULT = 100;
const LIMIT_MAX = 1_000_000;

/** The search a copied address of the console stands for. @throws UsageError when a part of it has no meaning */
function ofAddress(text: string): SearchState {
	const query = text.includes('?') ? text.slice(text.indexOf('?') + 1) : text;
	const { state, ignored } = parseSearch(new URLSearchParams(query.replace(/#.*$/s, '')));
	const [first] = ignored;
	if (first !== undefined) throw new UsageError(`${JSON.stringify(first)} in the address means nothing to a search`);
	return state;
}

function rangeOf(flags: Flags, nowMicros: bigint): TimeRange | null {
	const { since, until } = parseWindow(flags, nowMicros);
	const last = flags.text('last');
	if (last === undefined) return since === undefined && until === undefined ? null : parseRange(null, since ?? null, until ?? null);
	if (since !== undefined || until !== undefined)
		throw new UsageError('--last and --since or --until say different windows: give one of them');
	const range = parseRange(last, null, null);
	if (range === null) throw new UsageError(`--last ${last} is none of ${Object.keys(PRESETS).join(', ')}, all`);
	return range;
}

/** The query that holds where the given one and all the flags hold. */
function queryOf(flags: Flags, given: string): string {
	const parts = [
		writeValues('decision', flags.texts('decision')),
		writeValues('decision', flags.texts('not-decision'), true),
		writeValues('type', flags.texts('event-type')),
		writeValues('type', flags.texts('not-event-type'), true),
		writeValues('request', flags.text('request-id') === undefined ? [] : [flags.text('request-id') ?? '']),
		writeValues('id', flags.text('id') === undefined ? [] : [flags.text('id') ?? '']),
	].filter((part) => part !== '');
	// in parentheses: side by side, a qualifier given twice would mean either
	return given.trim() === '' || parts.length === 0 ? writeAll([given, ...parts]) : writeAll([`(${given})`, ...parts]);
}

/** The search the arguments ask for: that of the address, narrowed by the flags. @throws UsageError */
export function parseSearchArguments(flags: Flags, nowMicros: bigint): SearchState {
	const [address] = flags.positionals;
	const base = address === undefined ? DEFAULT_SEARCH : ofAddress(address);
	return {
		...base,
		zones: flags.has('zone') ? flags.texts('zone') : base.zones,
		range: rangeOf(flags, nowMicros) ?? base.range,
		q: queryOf(flags, flags.text('query') ?? base.q),
	};
}

/** How the window is called in a remark. */
function windowWords(range: TimeRange): string {
	if (range.kind === 'last') return `the last ${range.preset}`;
	const ends = formatRange(range).map(([key, value]) => `${key} ${value}`);
	return range.kind === 'all' ? 'all time' : ends.join(' ');
}

export const search: Command = {
	name: ['audit', 'search'],
	summary: 'events as the search page of the console lists them, newest first',
	argument: '[ADDRESS]',
	argumentsMin: 0,
	argumentsMax: 1,
	flags: {
		query: { short: 'q', value: 'QUERY', help: 'only events the query matches, in the language of the search page' },
		zone: { value: 'ZONE', many: true, help: 'only these zones' },
		last: { value: 'LENGTH', help: `the window up to now: ${Object.keys(PRESETS).join(', ')}, all (default 24h)` },
		...WINDOW_FLAGS,
		decision: { value: 'DECISION', many: true, help: 'only these decisions; none stands for events without one' },
		'not-decision': { value: 'DECISION', many: true, help: 'not these decisions' },
		'event-type': { value: 'TYPE', many: true, help: 'only these types' },
		'not-event-type': { value: 'TYPE', many: true, help: 'not these types' },
		'request-id': { value: 'ID', help: 'only events of this request' },
		id: { value: 'ID', help: 'only the event of this ID' },
		limit: { short: 'n', value: 'N', help: `at most so many events (default ${LIMIT_DEFAULT}, at most ${LIMIT_MAX})` },
		json: { help: 'one JSON object a line instead of a table' },
		...CONSOLE_FLAGS,
	},
	details: `ADDRESS is the address of a search copied from the console, or its part behind the question mark;
flags for zone, window and query take the place of what it says, the others narrow it.

Examples:
  caracal audit search --last 7d --decision deny,rejected
  caracal audit search -q 'decision:deny app:billing latency:>500'
  caracal audit search 'https://audit.example.com/search?last=1h&q=-type:token_exchange' --json`,
	async run({ api, output, nowMicros }, flags) {
		const state = parseSearchArguments(flags, nowMicros());
		const limit = flags.integer('limit', 1, LIMIT_MAX) ?? LIMIT_DEFAULT;
		const rows = tableRows(output);
		let left = limit;
		let before: string | null = null;
		do {
			const page = await searchEvents(api, state, Math.min(left, SEARCH_PAGE_MAX), before);
			if (left === limit && page.records.length === 0) return output.notice(`no event matches in ${windowWords(state.range)}`);
			if (left === limit && !flags.has('json')) await output.write(rows.begin(page.records));
			for (const record of page.records) await output.write(flags.has('json') ? `${safeJson(record)}\n` : rows.row(record));
			left -= page.records.length;
			before = page.records.length === 0 ? null : page.older;
		} while (left > 0 && before !== null);
		if (left <= 0 && before !== null && !flags.has('json')) output.notice(`there are older events; --limit ${limit} was reached`);
	},
};
