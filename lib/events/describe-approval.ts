import { parseRfc3339Micros } from '../time';
import { formatMillis } from './amounts';
import { actor, onResource, type Story } from './described';
import { textAt, textsAt } from './read-json';
import { code, id, listed, quoted, type Segment, say, strong } from './words';

const APPROVERS: Readonly<Record<string, string>> = {
	operator: 'an operator',
	subject: 'the user concerned',
	any: 'an operator or the user concerned',
};

/** Who may decide an approval, in words. */
export function approverWords(approverClass: string): Segment[] {
	if (approverClass === '') return say`an approver`;
	return Object.hasOwn(APPROVERS, approverClass) ? say`${APPROVERS[approverClass] ?? ''}` : say`approver ${code(approverClass)}`;
}

function tier({ meta }: Story): Segment[] {
	const name = textAt(meta, 'tier');
	return name === '' ? [] : say` (tier ${code(name)})`;
}

/** How long the hold lasts at most, from its own two times; no clock is needed. */
function forAtMost({ meta, event }: Story): Segment[] {
	const expiresAt = parseRfc3339Micros(textAt(meta, 'expires_at'));
	if (expiresAt === null || expiresAt <= event.occurredAt) return [];
	return say`, for at most ${formatMillis(Number((expiresAt - event.occurredAt) / 1000n))}`;
}

/** What is held, in the words the event has: scopes, else a workload's environment entry, else only that approval is needed. */
function wanted(story: Story): Segment[] {
	const asked = textsAt(story.meta, 'requested_scopes');
	const env = textAt(story.meta, 'env');
	const what = asked.length > 0 ? listed(asked, code) : env === '' ? [] : say`credential ${code(env)}`;
	return what.length === 0 ? say`needs approval${onResource(story)}` : say`wants ${what}${onResource(story)}`;
}

/** `step_up_issued`: a request is held until a person decides (wire reference 2.4). */
export function describeIssued(story: Story): Segment[] {
	return say`${actor(story)} ${wanted(story)}${tier(story)}; held for ${approverWords(textAt(story.meta, 'approver_class'))}${forAtMost(story)}`;
}

function requester({ meta }: Story): Segment[] {
	const application = textAt(meta, 'application_name', 'application_id', 'workload_name', 'workload_id');
	const challenge = textAt(meta, 'challenge_id');
	if (application !== '') return say`the request of ${strong(application)}`;
	return challenge === '' ? say`a request it does not name` : say`approval ${id(challenge)}`;
}

/** `step_up_decided`: an operator (console or admin token) or the user concerned decided. */
export function describeDecided(story: Story): Segment[] {
	const { meta, event } = story;
	const plane = textAt(meta, 'approver_plane');
	const name = textAt(meta, 'approver_subject_id');
	const decider = name !== '' ? [strong(name)] : plane === 'subject' ? say`The user concerned` : say`An unnamed approver`;
	const verb = event.decision === 'approved' || event.decision === 'rejected' ? event.decision : 'decided';
	const reason = textAt(meta, 'reason');
	const tail = reason === '' ? [] : say`: ${quoted(reason)}`;
	return say`${decider} ${verb} ${requester(story)}${tier(story)}${tail}`;
}

/** `step_up_consumed`: an approval was spent, or its authority was issued again under the same approval. */
export function describeConsumed(story: Story): Segment[] {
	const challenge = textAt(story.meta, 'challenge_id');
	const approval = challenge === '' ? say`its approval` : say`its approval ${id(challenge)}`;
	if (textAt(story.meta, 'reissued') !== 'true') return say`${actor(story)} used ${approval}${onResource(story)}`;
	const record = textAt(story.meta, 'authority_record_id');
	const what = record === '' ? say`authority` : say`authority record ${id(record)}`;
	return say`${actor(story)} was given ${what} again under ${approval}`;
}
