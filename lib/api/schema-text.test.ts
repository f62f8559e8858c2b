import { expect, test } from 'vitest';
import * as z from 'zod';
import type { JsonSchema } from './document';
import { schemaText } from './schema-text';

const text = (schema: z.ZodType) => schemaText(z.toJSONSchema(schema) as JsonSchema);

test.each<[z.ZodType, string]>([
	[z.string(), 'string'],
	[z.string().nullable(), 'string | null'],
	[z.array(z.enum(['a', 'b'])), '("a" | "b")[]'],
	[z.literal(true), 'true'],
	[z.record(z.string(), z.int()), '{ [name]: integer }'],
	[z.object({ a: z.string().describe('First'), 'b-c': z.int().optional() }), '{\n  a: string  // First\n  "b-c"?: integer\n}'],
	[z.object({ list: z.array(z.object({ n: z.number() })) }), '{\n  list: {\n    n: number\n  }[]\n}'],
	[z.object({}), '{}'],
	[z.any(), 'any JSON'],
])('%#', (schema, expected) => {
	expect(text(schema)).toBe(expected);
});
