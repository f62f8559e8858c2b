import * as z from 'zod';
import { CHECK_PARTS, CHECK_STATES, type CheckPart, type CheckState, PART_STATES } from './signature-check';

const stateSchema = z.enum(CHECK_STATES);
const partsSchema = z.array(
	z.object({
		part: z.enum(CHECK_PARTS),
		state: z.enum(PART_STATES),
		words: z.string().max(2000),
		expected: z.string().max(200).nullable(),
		found: z.string().max(200).nullable(),
	}),
);

/** The findings of a check as they are stored beside its state. */
export function formatCheckDetail(parts: readonly CheckPart[]): string {
	return JSON.stringify(parts);
}

/** Reads what was stored; null when another version of the worker wrote something this one does not know. */
export function parseCheck(state: string, detail: string): { state: CheckState; parts: CheckPart[] } | null {
	const parsedState = stateSchema.safeParse(state);
	let json: unknown;
	try {
		json = JSON.parse(detail);
	} catch (error) {
		if (error instanceof SyntaxError) return null;
		throw error;
	}
	const parts = partsSchema.safeParse(json);
	return parsedState.success && parts.success ? { state: parsedState.data, parts: parts.data } : null;
}
