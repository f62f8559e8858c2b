import type { Segment } from '@/lib/events/words';
import type { Relation } from '@/lib/trace/related';
import type { TimelineEvent } from '@/lib/trace/timeline';
import type { RequestTrace } from '@/lib/trace/trace';

/** Why an event is here though it has another request ID. */
export const RELATION_WORDS: Readonly<Record<Relation, string>> = {
	approval: 'approval',
	authority: 'authority',
	session: 'same session',
	token: 'same token',
	trace: 'same trace',
	policy: 'policy',
};

/** The words of an event in few, where a step has them. */
export function titlesOf(request: RequestTrace): (event: TimelineEvent) => readonly Segment[] {
	const titles = new Map<string, readonly Segment[]>();
	for (const step of [...request.timeline.steps, ...request.timeline.around])
		if (step.basis === 'recorded' && step.lane !== 'upstream') titles.set(`${step.place.zone}/${step.place.seq}`, step.title);
	return (event) => titles.get(`${event.place.zone}/${event.place.seq}`) ?? event.sentence;
}
