import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Validator } from '@seriousme/openapi-schema-validator';
import Ajv2020 from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { OPERATIONS } from '../api/operations';
import type { Route } from './http/route';
import { openApi, openApiText } from './openapi';

const APP = fileURLToPath(new URL('../../app', import.meta.url));
/**
 * Handlers that are no operations, and why anybody may call them: health says nothing more, sign-in comes first, the document is
 * public, and so is that there is nothing at an address.
 */
const PUBLIC = ['api/auth/[...nextauth]', 'api/health', 'v1/[[...path]]', 'v1/openapi.json'];
const METHODS = ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE'];

const files = readdirSync(APP, { recursive: true, encoding: 'utf8' })
	.filter((file) => /(^|\/)route\.tsx?$/.test(file))
	.map((file) => relative(APP, join(APP, file, '..')));

/** The path a folder of app/ answers under, as the document writes it. */
function pathOf(folder: string): string {
	const parts = folder.split('/').filter((part) => !/^\(.*\)$/.test(part));
	return `/${parts.map((part) => part.replace(/^\[(\w+)\]$/, '{$1}')).join('/')}`;
}

test('the document is OpenAPI 3.1', async () => {
	const result = await new Validator().validate(JSON.parse(openApiText()));
	expect(result.errors ?? []).toEqual([]);
	expect(result.valid).toBe(true);
});

test('every handler of app/ is a documented operation under its path and verb, or on the short list; and nothing else is', async () => {
	const found: string[] = [];
	const loose: string[] = [];
	for (const folder of files) {
		const exported = (await import(/* @vite-ignore */ join(APP, folder, 'route'))) as Record<string, unknown>;
		const verbs = METHODS.filter((method) => exported[method] !== undefined);
		if (PUBLIC.includes(folder)) continue;
		for (const verb of verbs) {
			const { operation } = exported[verb] as Partial<Route>;
			if (operation === undefined || operation.method !== verb || operation.path !== pathOf(folder)) loose.push(`${verb} ${folder}`);
			else found.push(`${verb} ${operation.path}`);
		}
	}
	expect(loose).toEqual([]);
	expect(found.toSorted()).toEqual(OPERATIONS.map(({ method, path }) => `${method} ${path}`).toSorted());
	expect(files.filter((folder) => PUBLIC.includes(folder)).toSorted()).toEqual(PUBLIC);
});

test('ids of operations are unique, and each is told once', () => {
	const ids = OPERATIONS.map(({ id }) => id);
	expect(new Set(ids).size).toBe(ids.length);
	const documented = Object.values(openApi().paths).flatMap((methods) => Object.values(methods).map(({ operationId }) => operationId));
	expect(documented.toSorted()).toEqual(ids.toSorted());
});

test('every example is what its schema says', () => {
	const ajv = new Ajv2020({ strict: false });
	ajv.addFormat('date-time', true);
	const document = openApi();
	ajv.addSchema({ $id: 'api', components: document.components });
	let examples = 0;
	const check = (schema: object, example: unknown, name: string) => {
		examples++;
		const validate = ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"api#/components')) as object);
		expect(validate(example) ? [] : validate.errors, name).toEqual([]);
	};
	for (const methods of Object.values(document.paths))
		for (const { operationId, responses } of Object.values(methods))
			for (const answer of Object.values(responses)) {
				const json = 'content' in answer ? answer.content?.['application/json'] : undefined;
				if (json?.example !== undefined) check(json.schema, json.example, operationId);
			}
	for (const [name, { content }] of Object.entries(document.components.responses)) {
		const json = content?.['application/json'];
		if (json?.example !== undefined) check(json.schema, json.example, name);
	}
	expect(examples).toBeGreaterThan(10);
});
