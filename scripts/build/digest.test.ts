import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sourcesDigest } from './digest';

let root: string;

beforeEach(() => {
	root = mkdtempSync(join(tmpdir(), 'caracal-digest-'));
	mkdirSync(join(root, 'app', 'search'), { recursive: true });
	writeFileSync(join(root, 'app', 'search', 'page.tsx'), 'one');
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

test('a changed, new or renamed source changes the digest; tests and what is not built do not', () => {
	const first = sourcesDigest(root);
	writeFileSync(join(root, 'app', 'search', 'page.test.tsx'), 'a test');
	writeFileSync(join(root, 'README.md'), 'words');
	expect(sourcesDigest(root)).toBe(first);
	writeFileSync(join(root, 'app', 'search', 'page.tsx'), 'two');
	const second = sourcesDigest(root);
	expect(second).not.toBe(first);
	writeFileSync(join(root, 'app', 'search', 'page.tsx'), 'one');
	writeFileSync(join(root, 'app', 'loading.tsx'), '');
	expect(new Set([first, second, sourcesDigest(root)]).size).toBe(3);
});
