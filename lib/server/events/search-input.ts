import 'server-only';
import * as z from 'zod';
import { AppError } from '../../errors';

const micros = z.bigint().nullable();

/** The part of a search that says which events. The codec of the address has bounded every value in it. */
export const searchSchema = z.object({
	zones: z.array(z.string()),
	range: z.discriminatedUnion('kind', [
		z.object({ kind: z.literal('last'), preset: z.enum(['5m', '15m', '1h', '6h', '24h', '7d', '30d', '90d']) }),
		z.object({ kind: z.literal('all') }),
		z.object({ kind: z.literal('between'), from: micros, to: micros }),
	]),
	q: z.string().max(20_000),
});
export type SearchInput = z.infer<typeof searchSchema>;

/** Input that failed its schema, in words. */
export function invalidInput(what: string): AppError {
	return new AppError('invalid_input', `${what} is not valid.`, 'Correct it and ask again.');
}

/** Parses `input` by the schema. @throws AppError invalid_input that names the part that is wrong */
export function parseInput<T>(schema: z.ZodType<T>, input: unknown): T {
	const result = schema.safeParse(input);
	if (!result.success) throw invalidInput(result.error.issues[0]?.path.join('.') || 'The request');
	return result.data;
}
