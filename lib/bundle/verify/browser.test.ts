import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../../..');

it('the verifier is made of nothing that a browser has not, and finds the same when bundled for one', async () => {
	const source = `
		export { verifyBundle } from './lib/bundle/verify/verify';
		export { webPrimitives } from './lib/primitives/web-primitives';
	`;
	// a module of Node would not resolve for this platform, and end the build with an error
	const { outputFiles } = await build({
		stdin: { contents: source, resolveDir: ROOT },
		bundle: true,
		platform: 'browser',
		format: 'esm',
		target: 'es2022',
		minify: true,
		write: false,
		logLevel: 'silent',
	});
	const text = outputFiles[0]?.text ?? '';
	expect(text).not.toMatch(/\bBuffer\b|\bprocess\b|\brequire\b/);
	expect(text.length).toBeLessThan(40_000);
	const page: unknown = await import(/* @vite-ignore */ `data:text/javascript;base64,${Buffer.from(text).toString('base64')}`);
	const { verifyBundle, webPrimitives } = page as {
		verifyBundle: (chunks: Uint8Array[], options: object) => Promise<{ outcome: string; headline: string }>;
		webPrimitives: (subtle: SubtleCrypto) => object;
	};
	const folder = join(ROOT, 'docs/vectors/evidence');
	const expected: { file: string; keys: string[]; outcome: string; headline: string }[] = JSON.parse(
		readFileSync(new URL('expected.json', `${pathToFileURL(folder)}/`), 'utf8'),
	);
	for (const { file, keys, outcome, headline } of expected) {
		const found = await verifyBundle([readFileSync(join(folder, file))], { primitives: webPrimitives(crypto.subtle), keys });
		expect([file, found.outcome, found.headline]).toEqual([file, outcome, headline]);
	}
});
