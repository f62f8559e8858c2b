import type { Segment } from '../events/words';
import type { Place } from './event';
import type { LinkKind, LinkStatus } from './life';
import type { EdgeScopes } from './scopes';

/** One member of a chain, from the subject to whoever acted. */
export interface AuthorityLink {
	/** `authority`: the record of the subject. `session`: an application's run. `edge`: the delegation from the session before to the one after. */
	readonly kind: LinkKind;
	readonly id: string;
	/** Of a session: its application. */
	readonly app: string;
	readonly appName: string;
	/** Of an edge; null for the others and where nothing is known. */
	readonly scopes: EdgeScopes | null;
	/** When the decision was made. */
	readonly statusThen: LinkStatus;
	readonly statusNow: LinkStatus;
	/** It stands in the chain a second time: a cycle. */
	readonly isRepeated: boolean;
}

/** Who acted for whom, as one decision records it. */
export interface AuthorityChain {
	readonly zone: string;
	/** `user`, `application` or `''`. The record does not name the subject itself. */
	readonly subjectKind: string;
	readonly issuer: string;
	readonly links: readonly AuthorityLink[];
	/** `delegation`: taken from the event. `parents`: sessions and who started them. `none`: the application acted by itself. */
	readonly basis: 'delegation' | 'parents' | 'none';
	readonly epoch: number | null;
	/** Instant of the decision. */
	readonly at: string;
	/** Events that record this chain. */
	readonly places: readonly Place[];
	readonly scopesAsked: readonly string[];
	readonly contradictions: readonly string[];
	readonly sentence: readonly Segment[];
}
