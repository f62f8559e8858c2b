import type { JsonSchema } from './document';

const NAME = /^[A-Za-z_$][\w$]*$/;
const WIDTH_MAX = 100;

function listOf(value: unknown): JsonSchema[] {
	return Array.isArray(value) ? (value as JsonSchema[]) : [];
}

function typeName(schema: JsonSchema): string {
	if (typeof schema.$ref === 'string') return schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1);
	if (schema.const !== undefined) return JSON.stringify(schema.const);
	if (Array.isArray(schema.enum)) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
	if (Array.isArray(schema.type)) return schema.type.join(' | ');
	return typeof schema.type === 'string' ? schema.type : 'any JSON';
}

function bracketed(text: string): string {
	return text.includes(' | ') ? `(${text})` : text;
}

function members(schema: JsonSchema, indent: string): string {
	const required = new Set(Array.isArray(schema.required) ? (schema.required as string[]) : []);
	const inner = `${indent}  `;
	const lines = Object.entries((schema.properties ?? {}) as Record<string, JsonSchema>).map(([name, member]) => {
		const about = typeof member.description === 'string' ? `  // ${member.description}` : '';
		const key = NAME.test(name) ? name : JSON.stringify(name);
		return `${inner}${key}${required.has(name) ? '' : '?'}: ${schemaText(member, inner)}${about}`;
	});
	return lines.length === 0 ? '{}' : `{\n${lines.join('\n')}\n${indent}}`;
}

/** A JSON Schema as a text in the manner of a type: what a person wants to know of a shape, on one page. */
export function schemaText(schema: JsonSchema, indent = ''): string {
	const choices = [...listOf(schema.anyOf), ...listOf(schema.oneOf)];
	if (choices.length > 0) return [...new Set(choices.map((choice) => schemaText(choice, indent)))].join(' | ');
	if (schema.type === 'array') {
		const item = bracketed(schemaText((schema.items ?? {}) as JsonSchema, indent));
		return item.length < WIDTH_MAX || item.endsWith('}') ? `${item}[]` : `array of ${item}`;
	}
	if (schema.type === 'object' && schema.properties !== undefined) return members(schema, indent);
	if (schema.type === 'object') return `{ [name]: ${schemaText((schema.additionalProperties ?? {}) as JsonSchema, indent)} }`;
	return typeName(schema);
}
