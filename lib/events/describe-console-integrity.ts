import { groupDigits } from './amounts';
import { who } from './describe-console';
import type { Story } from './described';
import { numberAt, textAt } from './read-json';
import { code, type Segment, say } from './words';

function sweep({ meta }: Story): Segment[] {
	const no = textAt(meta, 'sweep_no');
	return no === '' ? say`verification` : say`verification ${code(no)}`;
}

function place(seq: number | undefined, otherwise: string): string {
	return seq === undefined ? otherwise : `#${groupDigits(seq)}`;
}

/** `console.verification_started`: of which range, and how deep. */
export function describeVerificationStarted(story: Story): Segment[] {
	const [from, to] = [numberAt(story.meta, 'from_seq'), numberAt(story.meta, 'to_seq')];
	const range =
		from === undefined && to === undefined
			? ' of the whole ledger'
			: ` from ${place(from, 'the first event')} to ${place(to, 'the newest')}`;
	return say`${who(story)} started ${sweep(story)}${story.meta.deep === true ? ', deep,' : ''}${range}`;
}

/** `console.verification_cancelled`: whose it was. */
export function describeVerificationCancelled(story: Story): Segment[] {
	const asker = textAt(story.meta, 'asked_by');
	return say`${who(story)} cancelled ${sweep(story)}${asker === '' ? [] : say` of ${code(asker)}`}`;
}

/** `console.finding_resolved`: what it was, and why it needs no more attention. */
export function describeFindingResolved(story: Story): Segment[] {
	const kind = textAt(story.meta, 'finding_kind');
	const seq = numberAt(story.meta, 'finding_seq');
	const note = textAt(story.meta, 'note');
	const at = seq === undefined ? '' : ` at #${groupDigits(seq)}`;
	return say`${who(story)} resolved ${kind === '' ? 'a finding' : say`finding ${code(kind)}`}${at}${note === '' ? [] : say`: ${code(note)}`}`;
}
