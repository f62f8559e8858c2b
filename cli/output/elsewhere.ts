import { formatMillis, plural } from '../../lib/events/amounts';
import { field, numberAt, objectOf, textAt } from '../../lib/events/read-json';
import type { JsonValue } from '../../lib/json';

type JsonRecord = Readonly<Record<string, JsonValue>>;

const KINDS: Readonly<Record<string, string>> = {
	event: 'an event ID',
	session: 'a session',
	authority: 'an authority record',
	delegation: 'a delegation',
	approval: 'an approval',
	trace: 'an OpenTelemetry trace',
	token: 'a token ID',
};

function items(record: JsonRecord, key: string): JsonRecord[] {
	const list = field(record, key);
	return Array.isArray(list) ? list.map(objectOf) : [];
}

function kinds(elsewhere: JsonRecord): string[] {
	return items(elsewhere, 'otherKinds').map((other) => {
		const kind = textAt(other, 'kind');
		const requests = items(other, 'requests').slice(0, 3);
		const listed = requests.map((request) => JSON.stringify(textAt(request, 'requestId'))).join(', ');
		return `it is ${Object.hasOwn(KINDS, kind) ? KINDS[kind] : kind} of ${plural(numberAt(other, 'events') ?? 0, 'event')}${listed === '' ? '' : `, of request ${listed}`}`;
	});
}

function waiting(lag: JsonRecord): string[] {
	const entries = numberAt(lag, 'entries');
	const ms = numberAt(lag, 'ms');
	if (numberAt(lag, 'workersAlive') === 0) return ['no worker is running, so what happened lately is not in the ledger'];
	if (entries === undefined) return ['how far the ledger is behind is not known'];
	if (entries === 0) return ['nothing waits on the streams'];
	return [
		`${plural(entries, 'entry', 'entries')} still wait on the streams${ms === undefined ? '' : `, the oldest for ${formatMillis(ms)}`}`,
	];
}

function letters(dead: JsonRecord): string[] {
	const found = items(dead, 'letters');
	if (found.length > 0)
		return [
			`${plural(found.length, 'dead letter mentions', 'dead letters mention')} it, the newest for ${textAt(found[0] ?? {}, 'reason')}`,
		];
	const total = numberAt(dead, 'total') ?? 0;
	return field(dead, 'looked') === true || total === 0 ? [] : [`it may be among ${plural(total, 'dead letter')}`];
}

/** Where a request ID that no event carries could be, as one line; empty when there is nothing to say. */
export function elsewhereWords(answer: JsonRecord): string {
	const elsewhere = objectOf(field(answer, 'elsewhere'));
	const days = numberAt(objectOf(field(elsewhere, 'retention')), 'days');
	const kept = days === undefined ? [] : [`events are kept for ${plural(days, 'day')}`];
	const alerts = items(elsewhere, 'alerts').length > 0 ? ['ingest has an alert about an event of this ID'] : [];
	return [
		...kinds(elsewhere),
		...letters(objectOf(field(elsewhere, 'deadLetters'))),
		...alerts,
		...waiting(objectOf(field(elsewhere, 'lag'))),
		...kept,
	]
		.join('; ')
		.replaceAll('\u00a0', ' ');
}
