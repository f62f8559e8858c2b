import type { RequestAnswer } from '../api/trace';
import { groupDigits } from '../events/amounts';
import type { Outcome } from '../trace/outcome';
import type { TimelineEvent } from '../trace/timeline';
import type { RequestTrace } from '../trace/trace';
import { checkCommands } from './check-commands';
import { type EvidenceExtras, evidenceKey, hashOf } from './evidence-extras';
import { codeSpan, markdownOf, plainWords } from './markdown';

type Lines = readonly string[];

function section(title: string, lines: Lines): string[] {
	return lines.length === 0 ? [] : [`**${title}**`, '', ...lines, ''];
}

/** Words that begin a line, where a dash or a number with a dot would begin a list. */
function paragraph(words: string): string {
	return /^(?:[-+=]|\d+[.)])/.test(words) ? `In words: ${words}` : words;
}

function spans(texts: readonly string[]): string {
	return texts.map(codeSpan).join(', ');
}

function places(all: Outcome['places']): string {
	const shown = all.slice(0, 20).map((place) => groupDigits(place.seq));
	return `${all.length === 1 ? 'event' : 'events'} ${shown.join('; ')}${all.length > shown.length ? `; and ${all.length - shown.length} more` : ''}`;
}

function outcomeLine(resource: string, outcome: Outcome): string {
	const reason = outcome.reason === '' ? '' : `, reason ${codeSpan(outcome.reason)}`;
	const version = outcome.policyVersion === '' ? '' : `, policy version ${codeSpan(outcome.policyVersion)}`;
	return `- ${resource === '' ? 'No resource named' : codeSpan(resource)}: ${markdownOf(outcome.words)} (${places(outcome.places)}${reason}${version})`;
}

function eventLines(event: TimelineEvent, extras: EvidenceExtras): string[] {
	const hash = hashOf(event);
	const check = extras.checks?.get(evidenceKey(event.place));
	const note = markdownOf(event.clocks.note);
	const related = event.relation === null ? [] : [`  - of request ${codeSpan(event.requestId)}, belongs here by its ${event.relation}`];
	return [
		`- ${codeSpan(event.type)}${event.decision === '' ? '' : `, ${codeSpan(event.decision)}`}: ${markdownOf(event.sentence)}`,
		...(event.isViolation ? ['  - allowed after its authority had ended'] : []),
		...related,
		`  - event ${codeSpan(event.id)}, zone ${codeSpan(event.place.zone)}, place ${event.place.seq} in its chain`,
		`  - occurred ${event.occurredAt}, on the stream ${event.streamedAt ?? '(not known)'}, in the ledger ${event.ingestedAt}`,
		...(note === '' ? [] : [`  - clocks: ${note}`]),
		...(hash === null ? [] : [`  - content SHA-256 ${codeSpan(hash)}`]),
		...(check === undefined
			? []
			: [`  - signature ${codeSpan(check.state)}, checked ${check.checkedAt ?? '(not)'}: ${plainWords(check.words)}`]),
	];
}

function requestLines(request: RequestTrace, extras: EvidenceExtras): string[] {
	const { policy } = request;
	const app = request.app === '' ? 'no application named' : `application ${codeSpan(request.app)}`;
	const left = request.relatedLeftOut > 0 ? [`- and ${groupDigits(request.relatedLeftOut)} more`] : [];
	return [
		`Zone ${codeSpan(request.zone)}, ${app}, ${request.from} to ${request.to}.`,
		'',
		paragraph(markdownOf(request.sentence)),
		'',
		...section(
			'Outcome by resource',
			request.resources.flatMap(({ resource, outcomes }) => outcomes.map((outcome) => outcomeLine(resource, outcome))),
		),
		...section('Next action', [paragraph(markdownOf(request.next.text))]),
		...section('Allowed after its authority had ended', [
			...request.violations.map(
				({ sentence, sure, why, place }) => `- Event ${place.seq}: ${markdownOf(sentence)} (${sure}: ${markdownOf(why)})`,
			),
		]),
		...section('Policy', [
			...(policy.determining.length === 0 ? [] : [`- Determining policies: ${spans(policy.determining)}`]),
			...policy.versions.map(
				({ id, manifestSha }) =>
					`- Version ${id === '' ? '(none recorded)' : codeSpan(id)}${manifestSha === '' ? '' : `, manifest ${codeSpan(manifestSha)}`}`,
			),
			...(policy.note.length === 0 ? [] : [`- ${markdownOf(policy.note)}`]),
		]),
		...section(
			'Approvals',
			request.approvals.map(({ challengeId, state, sentence }) => `- ${codeSpan(challengeId)}, ${state}: ${markdownOf(sentence)}`),
		),
		...section(
			'Steps that are not there',
			request.ghosts.map(
				({ title, absence, sure, why }) => `- ${markdownOf(title)} (${absence.replaceAll('_', ' ')}, ${sure}: ${markdownOf(why)})`,
			),
		),
		...section(
			'What does not fit together',
			request.contradictions.map((words) => `- ${plainWords(words)}`),
		),
		...section(
			'Events',
			request.events.flatMap((event) => eventLines(event, extras)),
		),
		...section('Related events', [...request.related.flatMap((event) => eventLines(event, extras)), ...left]),
	];
}

/**
 * The answer about a request as evidence for people: Markdown that says what happened, what to do, and every event with where it
 * stands and how to check it. Text of events stands in code spans and has no effect: no markup, no link, no line of its own.
 */
export function evidenceMarkdown(answer: RequestAnswer, extras: EvidenceExtras = {}): string {
	const { trace } = answer;
	const count = trace.requests.length;
	const complete =
		answer.completeTo === null
			? 'How far the ledger is complete was not known.'
			: `Whatever reached the streams before ${answer.completeTo} is in the ledger.`;
	const lacks = [
		...(answer.eventsLeftOut > 0 ? [`${groupDigits(answer.eventsLeftOut)} later events of this ID are left out.`] : []),
		...(trace.requestsLeftOut > 0 ? [`${groupDigits(trace.requestsLeftOut)} further requests of this ID are left out.`] : []),
		...(answer.lookupsCut.length > 0 ? ['Related events may be missing: not all could be read.'] : []),
	];
	const commands = checkCommands(answer);
	return [
		`# Request ${codeSpan(answer.requestId)}`,
		'',
		`Taken from the audit ledger at ${answer.now}. ${[complete, ...lacks].join(' ')}`,
		'',
		...(count === 0 ? [`No event carries this ID in ${answer.zones.length === 0 ? 'any zone' : `zone ${spans(answer.zones)}`}.`, ''] : []),
		...(trace.apartWords.length === 0 ? [] : [paragraph(markdownOf(trace.apartWords)), '']),
		...trace.requests.flatMap((request, i) => [
			...(count > 1 ? [`## Request ${i + 1} of ${count}`, ''] : []),
			...requestLines(request, extras),
		]),
		...(commands.length === 0 ? [] : ['**How to check it**', '', '```sh', ...commands, '```', '']),
	].join('\n');
}
