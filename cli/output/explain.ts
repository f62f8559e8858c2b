import { field, objectOf, textAt } from '../../lib/events/read-json';
import { cutMiddle, visible } from '../../lib/events/visible';
import type { JsonValue } from '../../lib/json';
import { scalarText } from '../json/lossless';
import { safeJson } from '../json/safe';
import { documentedEvent, documentedMetadata } from './event-record';

type JsonRecord = Readonly<Record<string, JsonValue>>;

/** Longest value drawn; `--json` has it whole. */
const VALUE_MAX = 2000;

function drawn(value: JsonValue | undefined): string {
	if (value === undefined) return '';
	const text = value !== null && typeof value === 'object' ? safeJson(value) : scalarText(value);
	return visible(cutMiddle(text, VALUE_MAX));
}

function eventsOf(explanation: JsonRecord): JsonRecord[] {
	const events = field(explanation, 'events');
	return Array.isArray(events) ? events.map(documentedEvent) : [];
}

/** The event that made the decision stand: the first deny, else the last event with that decision. It comes first, the others in time order. */
export function decidingFirst(events: readonly JsonRecord[], finalDecision: string): JsonRecord[] {
	const isDeciding = (event: JsonRecord) => textAt(event, 'decision') === finalDecision;
	const deciding = finalDecision === 'deny' ? events.find(isDeciding) : events.findLast(isDeciding);
	return deciding === undefined ? [...events] : [deciding, ...events.filter((event) => event !== deciding)];
}

function policyLine(policy: JsonValue, version: string): string {
	const name = typeof policy === 'string' ? policy : textAt(objectOf(policy), 'policy');
	return `- ${name === '' ? drawn(policy) : drawn(name)}${version === '' ? '' : ` (${drawn(version)})`}`;
}

function diagnosticLines(diagnostic: JsonValue): string[] {
	if (diagnostic === null || typeof diagnostic !== 'object' || Array.isArray(diagnostic)) return [`- ${drawn(diagnostic)}`];
	return Object.entries(diagnostic).map(([key, value]) => `- ${drawn(key)}: ${drawn(value)}`);
}

/** The reasons of the policy; and the code of the outcome when that is not simply that the policy was evaluated. */
function diagnosticsOf(event: JsonRecord): string[] {
	const diagnostics = field(event, 'diagnostics') ?? null;
	const lines = Array.isArray(diagnostics)
		? diagnostics.flatMap(diagnosticLines)
		: diagnostics === null
			? []
			: diagnosticLines(diagnostics);
	const status = textAt(event, 'evaluation_status');
	return status === '' || status === 'complete' ? lines : [...lines, `- evaluation_status: ${drawn(status)}`];
}

function orNone(lines: readonly string[]): readonly string[] {
	return lines.length === 0 ? ['- none'] : lines;
}

function block(explanation: JsonRecord, event: JsonRecord): string[] {
	const policies = field(event, 'determining_policies');
	const version = textAt(event, 'policy_set_version_id');
	return [
		`Request: ${drawn(textAt(explanation, 'request_id'))}`,
		`Zone: ${drawn(textAt(explanation, 'zone_id'))}`,
		`Decision: ${drawn(textAt(event, 'decision') || 'none')}`,
		`Event: ${drawn(textAt(event, 'event_type'))}`,
		'Determining policies:',
		...orNone(Array.isArray(policies) ? policies.map((policy) => policyLine(policy, version)) : []),
		'Diagnostics:',
		...orNone(diagnosticsOf(event)),
		'Metadata:',
		...Object.entries(objectOf(field(event, 'metadata'))).map(([key, value]) => `${drawn(key)}: ${drawn(value)}`),
	];
}

/**
 * All that is recorded of a request, for people. One event is one block. Of several, the one that decided comes first and the
 * others follow in time order, each under a line that says which it is and when it was; the last line says it of the first.
 */
export function explainText(explanation: JsonRecord): string {
	const events = eventsOf(explanation);
	const ordered = decidingFirst(events, textAt(explanation, 'final_decision'));
	const place = (event: JsonRecord) => `event ${events.indexOf(event) + 1} of ${events.length}, ${drawn(field(event, 'occurred_at'))}`;
	const blocks = ordered.map((event, i) => [...(i === 0 ? [] : ['', `--- ${place(event)} ---`]), ...block(explanation, event)]);
	const [first] = ordered;
	const last = first === undefined || events.length === 1 ? [] : ['', `--- decided by the first block: ${place(first)} ---`];
	return `${[...blocks.flat(), ...last].join('\n')}\n`;
}

/** The same for programs: the API's answer with the events under the documented names. */
export function explainJson(explanation: JsonRecord): string {
	const denied = field(explanation, 'denied');
	const named = Array.isArray(denied)
		? denied.map((entry) => ({ ...objectOf(entry), metadata: documentedMetadata(field(objectOf(entry), 'metadata') ?? null) }))
		: [];
	return `${safeJson({ ...explanation, denied: named, events: eventsOf(explanation) }, 2)}\n`;
}

/** What has to be said beside an explanation whose request has more events than the API gives at once; else null. */
export function explainRemark(explanation: JsonRecord): string | null {
	const [shown, total] = [eventsOf(explanation).length, field(explanation, 'events_total')];
	if (typeof total !== 'number' || total <= shown) return null;
	return `only the first ${shown} of ${total} events of this request are shown; over all of them the decision is ${drawn(field(explanation, 'final_decision'))}`;
}
