'use client';

import { type Notice, NoticeLines } from '@/components/shell/notice-bar';
import { plural } from '@/lib/events/amounts';
import type { RequestScreen } from '@/lib/request/screen';

const RELATION: Readonly<Record<string, string>> = {
	approval: 'its approvals',
	authority: 'its sessions and delegations',
	session: 'the same session',
	token: 'the same token',
	trace: 'the same trace',
	policy: 'policy activations',
};

function noticesOf({ answer, request }: RequestScreen): Notice[] {
	const notices: Notice[] = [];
	if (request !== null && answer.completeTo !== null && answer.completeTo < request.to)
		notices.push({
			kind: 'held',
			title: 'Evidence may be incomplete: the ledger has not caught up with this request.',
			detail: `It is complete up to ${answer.completeTo.slice(11, 19)} UTC only; further events of it may still come.`,
		});
	if (request !== null && answer.completeTo === null)
		notices.push({
			kind: 'unknown',
			title: 'It is not known how far the ledger is complete.',
			detail: 'No worker says how far it has come, so a step that seems to be missing may only be late.',
		});
	if (answer.eventsLeftOut > 0)
		notices.push({
			kind: 'held',
			title: `${plural(answer.eventsLeftOut, 'event')} of this ID are not shown.`,
			detail: 'The first 10,000 are. Search for the ID to see the rest.',
		});
	if (answer.lookupsCut.length > 0)
		notices.push({
			kind: 'held',
			title: 'Related events may be missing.',
			detail: `There are too many to read all of: ${answer.lookupsCut.map(({ relation }) => RELATION[relation] ?? relation).join(', ')}.`,
		});
	if (request !== null && request.relatedLeftOut > 0)
		notices.push({
			kind: 'held',
			title: `${plural(request.relatedLeftOut, 'related event')} further away are not shown.`,
			detail: 'Those nearest to the request are.',
		});
	return notices;
}

/** What the reader must know before believing the picture whole. */
export function Banners({ screen }: { screen: RequestScreen }) {
	return (
		<div role="status" aria-label="About this request">
			<NoticeLines notices={noticesOf(screen)} />
		</div>
	);
}
