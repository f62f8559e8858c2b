import { decisionWord, typeLabel } from '@/lib/events/vocabulary';
import { code, type Segment, say } from '@/lib/events/words';
import type { Relation } from '@/lib/trace/related';
import type { TimelineEvent } from '@/lib/trace/timeline';
import type { RequestTrace } from '@/lib/trace/trace';
import { formatPlace } from '@/lib/url/place';

/** Why an event is here though it has another request ID. */
export const RELATION_WORDS: Readonly<Record<Relation, string>> = {
	approval: 'approval',
	authority: 'authority',
	session: 'same session',
	token: 'same token',
	trace: 'same trace',
	policy: 'policy',
};

/** What a step says after its decision, which stands before it as a mark. */
function withoutDecision(title: readonly Segment[], event: TimelineEvent): readonly Segment[] {
	const [first, ...rest] = title;
	const word = decisionWord(event.decision);
	if (first?.kind !== 'plain' || !first.text.startsWith(word)) return title;
	const text = first.text.slice(word.length).trimStart();
	return text === '' ? rest : [{ ...first, text }, ...rest];
}

/** The words of an event in few, where a step has them: what it was, without the decision. */
export function titlesOf(request: RequestTrace): (event: TimelineEvent) => readonly Segment[] {
	const titles = new Map<string, readonly Segment[]>();
	for (const step of [...request.timeline.steps, ...request.timeline.around])
		if (step.basis === 'recorded' && step.lane !== 'upstream') titles.set(formatPlace(step.place), step.title);
	return (event) => {
		const title = withoutDecision(titles.get(formatPlace(event.place)) ?? event.sentence, event);
		return title.length > 0 ? title : event.reason === '' ? say`${typeLabel(event.type) ?? event.type}` : say`${code(event.reason)}`;
	};
}
