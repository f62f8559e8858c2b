import type { JsonValue } from '../json';
import type { EpochMicros } from './contract';
import { field, objectOf, textAt, textsAt } from './read-json';
import { code, id, listed, type Segment, say, strong } from './words';

/** What the sentence of an event is made from. */
export interface DescribedEvent {
	readonly eventType: string;
	readonly decision: string;
	readonly evaluationStatus: string;
	readonly requestId: string;
	readonly policySetId: string;
	readonly policySetVersionId: string;
	readonly occurredAt: EpochMicros;
	readonly determiningPolicies: JsonValue;
	readonly diagnostics: JsonValue;
	readonly metadata: JsonValue;
}

/** The event with its metadata as an object: what every describer reads. */
export interface Story {
	readonly event: DescribedEvent;
	readonly meta: ReturnType<typeof objectOf>;
}

/** Who acts: the application's name, else its id; `''` stands for nobody named. */
export function actor({ meta }: Story): Segment[] {
	const name = textAt(meta, 'application_name', 'workload_name');
	if (name !== '') return [strong(name)];
	const applicationId = textAt(meta, 'application_id', 'workload_id', 'app_id', 'client_id');
	return applicationId === '' ? say`An unnamed application` : [strong(applicationId)];
}

/** The resource, without its scheme, or undefined. */
export function resourceName(resource: string): Segment | undefined {
	return resource === '' ? undefined : strong(resource.replace(/^resource:\/\//, ''));
}

/** ` on <resource>`, or nothing. */
export function onResource({ meta }: Story): Segment[] {
	const resource = resourceName(textAt(meta, 'resource'));
	return resource === undefined ? [] : say` on ${resource}`;
}

/** The scopes asked for, or `access` when the event does not name them. */
export function scopes({ meta }: Story): Segment[] {
	const asked = textsAt(meta, 'requested_scopes');
	return asked.length === 0 ? say`access` : listed(asked, code);
}

/** The names of the policies that decided, in order. */
export function policyNames(event: DescribedEvent): string[] {
	const policies = Array.isArray(event.determiningPolicies) ? event.determiningPolicies : [];
	return policies.map((policy) => textAt(objectOf(policy), 'policy')).filter((name) => name !== '');
}

/** The reason codes of the diagnostics, in order. */
export function diagnosticReasons(event: DescribedEvent): string[] {
	const diagnostics = Array.isArray(event.diagnostics) ? event.diagnostics : [];
	return diagnostics.map((entry) => textAt(objectOf(entry), 'reason')).filter((reason) => reason !== '');
}

/** Whether the policy's verdict demands an approval before anything is granted. */
export function needsApproval(event: DescribedEvent): boolean {
	const diagnostics = Array.isArray(event.diagnostics) ? event.diagnostics : [];
	return diagnostics.some((entry) => field(objectOf(entry), 'step_up_required') !== undefined);
}

/** `; reason: <text>` of a caller-supplied or coded reason, or nothing. */
export function because(reason: string, draw: (text: string) => Segment): Segment[] {
	return reason === '' ? [] : say`; reason ${draw(reason)}`;
}

/** `session <id>`, or `a session it does not name`. */
export function sessionOf(sessionId: string): Segment[] {
	return sessionId === '' ? say`an unnamed session` : say`session ${id(sessionId)}`;
}
