import { textAt, textsAt } from '../../events/read-json';
import type { AuthorityGround } from '../authority';
import { chainOf } from '../authority';
import type { LinkStatus } from '../life';
import { type Compared, callText } from './moment';

/** What is laid side by side. */
export const DIFF_FIELDS = [
	'decision',
	'reason',
	'application',
	'resource',
	'scopes',
	'policy version',
	'manifest',
	'determining policies',
	'authority record',
	'subject kind',
	'session',
	'labels',
	'session kind',
	'delegation',
	'delegation chain',
	'graph epoch',
	'links',
	'approval',
	'method',
	'path',
	'provider',
	'upstream host',
	'upstream status',
] as const;
export type DiffFieldName = (typeof DIFF_FIELDS)[number];

export interface DiffField {
	readonly name: DiffFieldName;
	/** Values as text, in order; empty: the request has none. */
	readonly before: readonly string[];
	readonly after: readonly string[];
	/** `unknown`: one of the two events does not carry it, so the two cannot be compared. */
	readonly state: 'same' | 'differs' | 'unknown';
}

/** Fields that events of a refusal before policy never carry: missing there says nothing. */
const VERDICT_ONLY: ReadonlySet<DiffFieldName> = new Set([
	'scopes',
	'policy version',
	'manifest',
	'determining policies',
	'authority record',
	'subject kind',
	'session',
	'labels',
	'session kind',
	'delegation',
	'delegation chain',
	'graph epoch',
	'links',
]);
/** Fields that only the Gateway writes, which writes nothing about a refusal. */
const GATEWAY_ONLY: ReadonlySet<DiffFieldName> = new Set(['method', 'path', 'provider', 'upstream host', 'upstream status']);

const one = (text: string): string[] => (text === '' ? [] : [text]);

function linkText(kind: string, id: string, status: LinkStatus): string {
	return `${kind} ${id}: ${status.state}${status.how === null || status.state === 'alive' ? '' : `, ${status.how}`}`;
}

function valuesOf(name: DiffFieldName, compared: Compared, ground: AuthorityGround): string[] {
	const { exchange, own } = compared;
	const { meta, event } = exchange;
	switch (name) {
		case 'decision':
			return one(event.decision);
		case 'reason':
			return one(event.decision === 'allow' ? '' : exchange.reason);
		case 'application':
			return one(exchange.app);
		case 'resource':
			return one(exchange.resource);
		case 'scopes':
			return [...new Set(exchange.scopes)].sort();
		case 'policy version':
			return one(event.policySetVersionId);
		case 'manifest':
			return one(event.manifestSha);
		case 'determining policies':
			return [...exchange.policies];
		case 'authority record':
			return one(exchange.authority);
		case 'subject kind':
			return one(textAt(meta, 'subject_kind'));
		case 'session':
			return one(exchange.session);
		case 'labels':
			return textsAt(meta, 'agent_labels').sort();
		case 'session kind':
			return one(textAt(meta, 'agent_lifecycle'));
		case 'delegation':
			return one(exchange.edge);
		case 'delegation chain':
			return exchange.chain.map((hop) => `${hop.app}/${hop.session}${hop.edge === '' ? '' : ` via ${hop.edge}`}`);
		case 'graph epoch':
			return exchange.epoch === null ? [] : [String(exchange.epoch)];
		case 'links':
			return chainOf(exchange, ground).links.map((link) => linkText(link.kind, link.id, link.statusThen));
		case 'approval':
			return own.some((reading) => reading.event.eventType === 'step_up_consumed') ? ['used'] : exchange.needsApproval ? ['demanded'] : [];
		case 'method':
			return one(callText(compared, 'method'));
		case 'path':
			return one(callText(compared, 'path'));
		case 'provider':
			return one(callText(compared, 'provider_id'));
		case 'upstream host':
			return one(callText(compared, 'upstream_host'));
		case 'upstream status':
			return one(callText(compared, 'upstream_status'));
	}
}

function isCarried(name: DiffFieldName, { exchange, gateway }: Compared): boolean {
	if (GATEWAY_ONLY.has(name)) return gateway !== null;
	return (
		!VERDICT_ONLY.has(name) || exchange.event.evaluationStatus === 'complete' || exchange.event.evaluationStatus === 'policy_eval_failed'
	);
}

/** Two requests side by side, field by field. */
export function fieldsOf(before: Compared, after: Compared, ground: AuthorityGround): DiffField[] {
	return DIFF_FIELDS.map((name) => {
		const [a, b] = [valuesOf(name, before, ground), valuesOf(name, after, ground)];
		const isSame = a.length === b.length && a.every((value, i) => value === b[i]);
		const isUnknown = !isSame && ((a.length === 0 && !isCarried(name, before)) || (b.length === 0 && !isCarried(name, after)));
		return { name, before: a, after: b, state: isSame ? 'same' : isUnknown ? 'unknown' : 'differs' };
	});
}
