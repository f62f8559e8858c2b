import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { PARTS } from './parts';

test('every part has its file', () => {
	const folder = new URL('.', import.meta.url);
	const files = readdirSync(folder).filter((name) => name.endsWith('.db.test.ts'));
	const parts = files.map((name) => /fuzzOperations\((\d+), PARTS\)/.exec(readFileSync(new URL(name, folder), 'utf8'))?.[1]);
	expect(parts.toSorted()).toEqual(Array.from({ length: PARTS }, (_, i) => String(i)));
});
