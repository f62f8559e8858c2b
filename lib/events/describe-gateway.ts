import { reasonFor } from '../trace/reasons';
import { formatBytes, formatMillis } from './amounts';
import { actor, onResource, type Story } from './described';
import { numberAt, textAt } from './read-json';
import { code, id, type Segment, say, strong } from './words';

function errorWords(kind: string): Segment[] {
	const known = reasonFor(kind);
	if (known !== null) return say`${known.words}`;
	return kind === '' ? [] : say`error ${code(kind)}`;
}

function after({ meta }: Story): Segment[] {
	const latencyMs = numberAt(meta, 'latency_ms');
	return latencyMs === undefined ? [] : say` after ${formatMillis(latencyMs)}`;
}

function answered({ meta }: Story): Segment[] {
	const status = numberAt(meta, 'upstream_status') ?? numberAt(meta, 'gateway_status');
	const latencyMs = numberAt(meta, 'latency_ms');
	const bytes = numberAt(meta, 'response_bytes') ?? 0;
	const took = latencyMs === undefined ? '' : ` in ${formatMillis(latencyMs)}`;
	// 0 stands for "unknown" on the wire
	const size = bytes > 0 ? `, ${formatBytes(bytes)}` : '';
	return say`upstream answered ${status ?? 'without a status'}${took}${size}`;
}

/** What became of a call, as a clause. */
export function gatewayOutcome(story: Story): Segment[] {
	const { meta, event } = story;
	const error = errorWords(textAt(meta, 'error_kind'));
	const status = numberAt(meta, 'gateway_status');
	const replied = status === undefined ? '' : `, the caller got ${status}`;
	if (textAt(meta, 'revocation_interrupted') === 'true') return say`cut off by a revocation${after(story)}`;
	// refused by the Gateway itself: without an upstream status nothing answered
	const isUnsent = event.evaluationStatus === 'upstream_rejected' && numberAt(meta, 'upstream_status') === undefined;
	if (event.evaluationStatus === 'build_failed' || isUnsent)
		return error.length === 0 ? say`nothing was sent${replied}` : say`nothing was sent: ${error}${replied}`;
	if (event.evaluationStatus === 'upstream_error')
		return error.length === 0 ? say`the upstream failed${after(story)}${replied}` : say`${error}${after(story)}${replied}`;
	return answered(story);
}

/** `gateway_resource_request`: always decision `allow`, also when nothing was sent; the outcome is what matters (wire reference 2.6). */
export function describeGateway(story: Story): Segment[] {
	const method = textAt(story.meta, 'method');
	const call = story.event.evaluationStatus === 'build_failed' ? 'tried to call' : 'called';
	const what = method === '' ? [] : say` ${code(method)}`;
	return say`${actor(story)} ${call}${what}${onResource(story)}; ${gatewayOutcome(story)}`;
}

function token({ meta }: Story): Segment[] {
	const jti = textAt(meta, 'jti');
	return jti === '' ? say`a token` : say`token ${id(jti)}`;
}

/** `replay_detected`: a one-time token came a second time to the Gateway (wire reference 2.5). */
export function describeReplay(story: Story): Segment[] {
	return say`${actor(story)} presented ${token(story)} again${onResource(story)}; refused as a replay`;
}

/** `jti_collision`: the STS was about to mint a token under an ID that exists (wire reference 2.5). */
export function describeCollision(story: Story): Segment[] {
	return say`${token(story)[0]?.text === 'a token' ? say`A token ID` : say`Token ID ${id(textAt(story.meta, 'jti'))}`} for ${actor(story)} already exists; refused as an anomaly`;
}

/** `control.invoke`: a command of the API's control plane (wire reference 2.7). */
export function describeControl(story: Story): Segment[] {
	const { meta, event } = story;
	const subject = textAt(meta, 'subject', 'client_id');
	const who = subject === '' ? say`An unnamed caller` : [strong(subject)];
	const command = [textAt(meta, 'command'), textAt(meta, 'subcommand')].filter((part) => part !== '').join(' ');
	const what = command === '' ? say`a control command` : say`control command ${code(command)}`;
	const reason = textAt(meta, 'reason');
	const why = reason === '' ? [] : say`; reason ${code(reason)}`;
	return event.decision === 'deny' ? say`${who} was refused ${what}${why}` : say`${who} ran ${what}${why}`;
}

const CREDENTIALS: Readonly<Record<string, string>> = {
	application_client_secret: 'the client secret',
	workload_secret: 'the workload secret',
};

/** `credential_revealed`: a person looked at a stored secret (wire reference 2.8). */
export function describeRevealed(story: Story): Segment[] {
	const { meta } = story;
	const person = textAt(meta, 'actor');
	const who = person === '' ? say`Somebody unnamed` : [strong(person)];
	const kind = textAt(meta, 'credential');
	const what = Object.hasOwn(CREDENTIALS, kind)
		? say`${CREDENTIALS[kind] ?? ''}`
		: kind === ''
			? say`a credential`
			: say`credential ${code(kind)}`;
	return say`${who} revealed ${what} of ${actor(story)}`;
}
