import { formatMillis } from '../events/amounts';
import { resourceName } from '../events/described';
import { textAt } from '../events/read-json';
import { decisionWord, typeLabel } from '../events/vocabulary';
import { code, listed, type Segment, say, strong } from '../events/words';
import { isSummary } from './calls';
import { numberOf } from './outcome-state';
import type { Reading } from './reading';

const on = (reading: Reading): Segment[] => {
	const name = resourceName(reading.resource);
	return name === undefined ? [] : say` on ${name}`;
};

function gatewayTitle(reading: Reading): Segment[] {
	const status = numberOf(reading, 'gateway_status');
	const latencyMs = numberOf(reading, 'latency_ms');
	const method = textAt(reading.meta, 'method');
	const took = latencyMs === null ? '' : `, ${formatMillis(latencyMs)}`;
	return say`${method === '' ? say`call` : [code(method)]}${on(reading)}${status === null ? '' : `, ${status}`}${took}`;
}

/** What stands beside a step: a few words, where lists have a sentence. */
export function stepTitle(reading: Reading): Segment[] {
	const { eventType, decision } = reading.event;
	switch (eventType) {
		case 'token_exchange': {
			if (isSummary(reading)) return say`${decisionWord(decision)} the exchange as a whole`;
			const scopes = reading.scopes.length === 0 ? [] : say` ${listed(reading.scopes, code)}`;
			return say`${decisionWord(decision)}${scopes}${on(reading)}`;
		}
		case 'gateway_resource_request':
			return gatewayTitle(reading);
		case 'step_up_issued': {
			const tier = textAt(reading.meta, 'tier');
			return tier === '' ? say`held for approval` : say`held for approval, tier ${code(tier)}`;
		}
		case 'step_up_decided': {
			const by = textAt(reading.meta, 'approver_subject_id');
			return by === '' ? say`${decisionWord(decision)}` : say`${decisionWord(decision)} by ${strong(by)}`;
		}
		case 'step_up_consumed':
			return textAt(reading.meta, 'reissued') === 'true' ? say`issued again under the approval` : say`approval used`;
		default: {
			const label = typeLabel(eventType);
			return label === undefined ? say`event ${code(eventType)}` : say`${label}`;
		}
	}
}
