import * as z from 'zod';
import { BUNDLE_MEDIA_TYPE } from '../bundle/form';
import { evidenceJobSchema, newEvidenceSchema } from './evidence';
import { operation } from './operation';

const nothing = z.strictObject({});
const one = z.strictObject({ job: z.uuid() });

export const LIST_EVIDENCE = operation({
	id: 'listEvidence',
	method: 'GET',
	path: '/v1/evidence',
	summary: 'Evidence bundles that were asked for in your zones, newest first, at most 200.',
	access: 'evidence.export',
	params: nothing,
	query: nothing,
	body: null,
	answer: z.strictObject({ jobs: z.array(evidenceJobSchema) }),
});

export const CREATE_EVIDENCE = operation({
	id: 'createEvidence',
	method: 'POST',
	path: '/v1/evidence',
	summary: 'Has an evidence bundle made in the background. It is recorded in each of its zones.',
	access: 'evidence.export',
	params: nothing,
	query: nothing,
	body: newEvidenceSchema,
	answer: evidenceJobSchema,
	status: 201,
});

export const GET_EVIDENCE = operation({
	id: 'getEvidence',
	method: 'GET',
	path: '/v1/evidence/{job}',
	summary: 'How far a bundle is.',
	access: 'evidence.export',
	params: one,
	query: nothing,
	body: null,
	answer: evidenceJobSchema,
});

export const CANCEL_EVIDENCE = operation({
	id: 'cancelEvidence',
	method: 'DELETE',
	path: '/v1/evidence/{job}',
	summary: 'Has a bundle not be made any further, or throws away the bytes of one that is done. That it was asked for stays.',
	access: 'evidence.export',
	params: one,
	query: nothing,
	body: null,
	answer: evidenceJobSchema,
});

export const DOWNLOAD_EVIDENCE = operation({
	id: 'downloadEvidence',
	method: 'GET',
	path: '/v1/evidence/{job}/bundle',
	summary: 'The bundle itself, as docs/evidence-format.md specifies it.',
	access: 'evidence.export',
	params: one,
	query: nothing,
	body: null,
	answer: z.string(),
	file: BUNDLE_MEDIA_TYPE,
});
