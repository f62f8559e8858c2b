import * as z from 'zod';
import { onCallSchema } from './oncall';
import { operation } from './operation';
import { nothing } from './parameters';
import { SEARCH_PARAMETERS } from './search-query';

export const GET_ON_CALL = operation({
	id: 'getOnCall',
	method: 'GET',
	path: '/v1/oncall',
	summary: 'What somebody on call must see: figures with their rules, what asks for attention, who is silent.',
	access: 'evidence.read',
	params: nothing,
	query: z.strictObject({ zone: SEARCH_PARAMETERS.zone }),
	body: null,
	answer: onCallSchema,
});
