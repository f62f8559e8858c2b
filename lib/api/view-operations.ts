import * as z from 'zod';
import { NUMBER } from './access';
import { operation } from './operation';
import { NEW_VIEW, VIEW, VIEW_CHANGE } from './views';

const nothing = z.strictObject({});
const one = z.strictObject({ viewId: NUMBER });

export const LIST_VIEWS = operation({
	id: 'listViews',
	method: 'GET',
	path: '/v1/views',
	summary: 'Your saved searches and those shared in zones you may read, starred ones first, then by name.',
	access: 'evidence.read',
	params: nothing,
	query: nothing,
	body: null,
	answer: z.strictObject({ views: z.array(VIEW), more: z.boolean().describe('There are others, beyond the first 1,000') }),
});

export const CREATE_VIEW = operation({
	id: 'createView',
	method: 'POST',
	path: '/v1/views',
	summary: 'Saves a search under a name. Accounts only: a token has none of its own.',
	access: 'signed_in',
	params: nothing,
	query: nothing,
	body: NEW_VIEW,
	answer: VIEW,
	status: 201,
});

export const UPDATE_VIEW = operation({
	id: 'updateView',
	method: 'PATCH',
	path: '/v1/views/{viewId}',
	summary:
		'Changes what is given. Name, address and zone: its owner or an admin of its zone. Star and default are your own, on any view you see.',
	access: 'signed_in',
	params: one,
	query: nothing,
	body: VIEW_CHANGE,
	answer: VIEW,
});

export const DELETE_VIEW = operation({
	id: 'deleteView',
	method: 'DELETE',
	path: '/v1/views/{viewId}',
	summary: 'Deletes a saved search: its owner or an admin of its zone.',
	access: 'signed_in',
	params: one,
	query: nothing,
	body: null,
	answer: z.null(),
	status: 204,
});
