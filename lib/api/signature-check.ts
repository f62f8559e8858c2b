import * as z from 'zod';
import { CHECK_PARTS, CHECK_STATES, PART_STATES } from '../evidence/signature-check';
import { type DeepReadonly, instant } from './shapes';

export const checkPartSchema = z.object({
	part: z.enum(CHECK_PARTS),
	state: z.enum(PART_STATES),
	words: z.string().describe('What was found, in a sentence'),
	expected: z.string().nullable().describe('What should be there, where that may be told; a right signature never is'),
	found: z.string().nullable(),
});

/** `POST /v1/events/{zone}/{seq}/signature-check`: the signature of one event, checked again from the kept bytes. */
export const signatureCheckSchema = z
	.object({
		zone: z.string(),
		seq: z.int().min(1),
		state: z.enum(CHECK_STATES),
		words: z.string().describe('What it came to, in a sentence'),
		todo: z.string().describe('What to do, empty when nothing has to be done'),
		checkedAt: instant.nullable().describe('When a worker checked it; null when none answered'),
		parts: z.array(checkPartSchema).describe('What was checked, one by one; empty when no worker answered'),
	})
	.meta({ id: 'SignatureCheck' });
export type SignatureCheck = DeepReadonly<z.infer<typeof signatureCheckSchema>>;
