import { field, numberAt, objectOf } from '../../lib/events/read-json';
import type { JsonValue } from '../../lib/json';
import { segment } from '../api/client';
import type { Flags } from '../args/flags';
import { parseWhen } from '../args/time';
import { UsageError } from '../errors';
import { safeJson } from '../json/safe';
import { graphText, impactText, pathsText, revocationsText, revocationText } from '../output/authority';
import { graphMermaid, pathsMermaid } from '../output/mermaid';
import { CONSOLE_FLAGS, type Command, type CommandContext, JSON_FLAG } from './command';

type JsonRecord = Readonly<Record<string, JsonValue>>;

const ZONE = { zone: { value: 'ZONE', help: 'the zone; it must be given' } };
const AT = { at: { value: 'TIME', help: 'as it stood then: RFC 3339, a day, or a time ago such as 15m' } };
const MERMAID = { mermaid: { help: 'a Mermaid diagram, for documents' } };
const WHAT_IF = {
	'strike-edge': { value: 'ID', many: true as const, help: 'what if this delegation were gone; nothing is written' },
	'strike-session': { value: 'ID', many: true as const, help: 'what if this session were gone' },
};

function zoneOf(flags: Flags): string {
	const zone = flags.text('zone');
	if (zone === undefined) throw new UsageError('--zone says which zone: it is not given');
	return zone;
}

/** Asks a question about a moment. Values that repeat become repeated parameters. */
async function ask(context: CommandContext, flags: Flags, what: string, pairs: readonly [string, string][]): Promise<JsonRecord> {
	const params = new URLSearchParams([...pairs]);
	const at = flags.text('at');
	if (at !== undefined) params.append('at', parseWhen('at', at, context.nowMicros()));
	for (const kind of ['edge', 'session']) for (const id of flags.texts(`strike-${kind}`)) params.append(`strike_${kind}`, id);
	return objectOf(await context.api.get(`/v1/zones/${segment(zoneOf(flags))}/authority/${what}`, params.toString()));
}

const each = (name: string, values: readonly string[]): [string, string][] => values.map((value) => [name, value]);

async function show(
	{ output }: CommandContext,
	flags: Flags,
	answer: JsonRecord,
	text: (answer: JsonRecord) => string,
	mermaid?: (answer: JsonRecord) => string,
): Promise<void> {
	const drawn = flags.has('json') ? `${safeJson(answer, 2)}\n` : (flags.has('mermaid') && mermaid !== undefined ? mermaid : text)(answer);
	await output.write(drawn);
	if (field(answer, 'isCut') === true) output.notice('a ceiling was met: something may be missing');
}

const graph: Command = {
	name: ['authority', 'graph'],
	summary: 'who delegated to whom around sessions, at any moment',
	argument: 'SESSION',
	argumentsMin: 0,
	argumentsMax: 50,
	flags: {
		...ZONE,
		edge: { value: 'ID', many: true, help: 'begin with the sessions at the ends of this delegation' },
		app: { value: 'ID', many: true, help: 'begin with the newest sessions of this application' },
		resource: { value: 'NAME', many: true, help: 'begin with the newest sessions that used this resource' },
		label: { value: 'LABEL', many: true, help: 'begin with the newest sessions that carry this label' },
		subject: { value: 'NAME', many: true, help: 'begin with the newest sessions that act for this subject' },
		depth: { value: 'N', help: 'steps from there, 0 to 10; 2 when not given' },
		limit: { value: 'N', help: 'sessions at most, 1 to 2000; 300 when not given' },
		ended: { help: 'with what is over' },
		...AT,
		...WHAT_IF,
		...MERMAID,
		...JSON_FLAG,
		...CONSOLE_FLAGS,
	},
	details: 'Without a session or a flag that names one it begins with the newest sessions of the zone.',
	async run(context, flags) {
		const [depth, limit] = [flags.integer('depth', 0, 10), flags.integer('limit', 1, 2000)];
		const answer = await ask(context, flags, 'graph', [
			...each('session', flags.positionals),
			...['edge', 'app', 'resource', 'label', 'subject'].flatMap((name) => each(name, flags.texts(name))),
			...each('depth', depth === undefined ? [] : [String(depth)]),
			...each('limit', limit === undefined ? [] : [String(limit)]),
			...each('ended', flags.has('ended') ? ['1'] : []),
		]);
		await show(context, flags, answer, (found) => graphText(found, context.output), graphMermaid);
		const left = numberAt(objectOf(field(answer, 'graph')), 'nodesLeftOut') ?? 0;
		if (left > 0) context.output.notice(`at least ${left} more sessions lie within reach`);
	},
};

const path: Command = {
	name: ['authority', 'path'],
	summary: 'how a session reaches a resource, and which delegation cuts it',
	argument: 'SESSION RESOURCE',
	argumentsMin: 2,
	argumentsMax: 2,
	flags: { ...ZONE, ...AT, ...WHAT_IF, ...MERMAID, ...JSON_FLAG, ...CONSOLE_FLAGS },
	details: 'All shortest paths are listed, at most 100. A cut is a delegation without which there is no path at all.',
	async run(context, flags) {
		const [from = '', resource = ''] = flags.positionals;
		const answer = await ask(context, flags, 'paths', [
			['from', from],
			['resource', resource],
		]);
		await show(context, flags, answer, pathsText, pathsMermaid);
	},
};

const impact: Command = {
	name: ['authority', 'impact'],
	summary: 'everything that would fall if this were revoked, and what survives',
	argumentsMin: 0,
	argumentsMax: 0,
	flags: {
		...ZONE,
		edge: { value: 'ID', many: true, help: 'a delegation' },
		session: { value: 'ID', many: true, help: 'a session' },
		record: { value: 'ID', many: true, help: 'an authority record' },
		subject: { value: 'NAME', help: 'all authority records of a subject' },
		...AT,
		...JSON_FLAG,
		...CONSOLE_FLAGS,
	},
	details: 'Several are taken as revoked together. Nothing is revoked: the command that would is printed last.',
	async run(context, flags) {
		const names = ['edge', 'session', 'record', 'subject'];
		if (!names.some((name) => flags.has(name))) throw new UsageError('say what: --edge, --session, --record or --subject');
		const pairs = ['edge', 'session', 'record'].flatMap((name) => each(name, flags.texts(name)));
		const subject = flags.text('subject');
		const answer = await ask(context, flags, 'impact', subject === undefined ? pairs : [...pairs, ['subject', subject]]);
		await show(context, flags, answer, impactText);
	},
};

const revocation: Command = {
	name: ['authority', 'revocation'],
	summary: 'revocations, or one of them as evidence: what fell, who has heard, whether it held',
	argument: 'PLACE',
	argumentsMin: 0,
	argumentsMax: 1,
	flags: {
		...ZONE,
		...AT,
		limit: { value: 'N', help: 'revocations listed, 1 to 200; 50 when not given' },
		...JSON_FLAG,
		...CONSOLE_FLAGS,
	},
	details: 'PLACE is the place of the event that began it, as the list shows it.',
	async run(context, flags) {
		const [place] = flags.positionals;
		if (place !== undefined && !/^[1-9]\d{0,15}$/.test(place)) throw new UsageError(`${place} is no place: it is a whole number`);
		const limit = flags.integer('limit', 1, 200);
		if (place === undefined) {
			const answer = await ask(context, flags, 'revocations', limit === undefined ? [] : [['limit', String(limit)]]);
			return show(context, flags, answer, (found) => revocationsText(found, context.output));
		}
		await show(context, flags, await ask(context, flags, `revocations/${place}`, []), revocationText);
	},
};

export const authorityCommands: readonly Command[] = [graph, path, impact, revocation];
