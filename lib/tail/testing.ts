import type { TailItem } from '../api/tail';

/** A row of the tail for tests. */
export function tailItem(seq: number, over: Partial<TailItem> = {}): TailItem {
	const at = '2026-11-21T02:00:00.000000Z';
	return {
		zone: 'zn',
		seq,
		id: `ev_${seq}`,
		occurredAt: at,
		streamedAt: at,
		ingestedAt: at,
		type: 'token_exchange',
		decision: 'allow',
		evaluationStatus: 'complete',
		requestId: `req_${seq}`,
		app: null,
		appName: null,
		resource: null,
		reason: null,
		policyVersion: null,
		host: null,
		latencyMs: null,
		labels: [],
		sentence: [],
		...over,
	};
}
