import type { JsonValue } from '../json';

type JsonObject = { readonly [key: string]: JsonValue };

/** The value as an object, or an empty one. Records come from outside: nothing about their shape is taken for granted. */
export function objectOf(value: JsonValue | undefined): JsonObject {
	return value !== null && typeof value === 'object' && !Array.isArray(value) ? value : {};
}

/** The own property `key`; never one of the prototype. */
export function field(object: JsonObject, key: string): JsonValue | undefined {
	return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** The text under the first of `keys` that holds a non-empty one; numbers and booleans as text; else `''`. */
export function textAt(object: JsonObject, ...keys: readonly string[]): string {
	for (const key of keys) {
		const value = field(object, key);
		if (typeof value === 'string' && value !== '') return value;
		if (typeof value === 'number' || typeof value === 'boolean') return String(value);
	}
	return '';
}

/** The number under `key`, also when it was written as text (authority streams carry only text); else undefined. */
export function numberAt(object: JsonObject, key: string): number | undefined {
	const value = field(object, key);
	const number = typeof value === 'number' ? value : typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
	return Number.isFinite(number) ? number : undefined;
}

/** The texts of the list under `key`; a text that holds a JSON array is read as one; else empty. */
export function textsAt(object: JsonObject, key: string): string[] {
	let value = field(object, key);
	if (typeof value === 'string' && value.startsWith('[')) value = parsed(value);
	return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string' && item !== '') : [];
}

/** JSON text as a value; null when it is no JSON. */
export function parsed(text: string): JsonValue {
	try {
		return JSON.parse(text) as JsonValue;
	} catch (error) {
		if (error instanceof SyntaxError) return null;
		throw error;
	}
}
