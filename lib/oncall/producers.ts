import { areaOf } from '../query/areas';

const OF_TYPE: Readonly<Record<string, string>> = {
	gateway_resource_request: 'Gateway',
	token_exchange: 'STS',
	run_launch: 'STS',
	step_up_issued: 'STS',
	step_up_consumed: 'STS',
	jti_collision: 'STS',
	'control.invoke': 'API',
	policy_activate: 'API',
};

/** Who writes events of a type; null where several may, or where this version does not know. */
export function producerOf(type: string): string | null {
	if (Object.hasOwn(OF_TYPE, type)) return OF_TYPE[type] ?? null;
	const area = areaOf(type);
	return area === 'sessions' || area === 'delegations' ? 'Coordinator' : null;
}

/** Whether events of the type are somebody's looking at this console: their silence means nothing. */
export const isOwn = (type: string) => type.startsWith('console.');
