import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build, stop } from 'esbuild';
import { ROOT } from '../bootstrap/paths.mjs';

const FOLDER = join(ROOT, 'scripts', 'build', 'verifier');

/** As a content security policy names an inline script or style. */
const hashOf = (text: string) => `sha256-${createHash('sha256').update(text).digest('base64')}`;

/** The verifier page: one HTML file with everything in it, which may reach no network. */
export async function verifierPage(): Promise<string> {
	const { outputFiles } = await build({
		absWorkingDir: ROOT,
		entryPoints: [join(FOLDER, 'page.ts')],
		bundle: true,
		platform: 'browser',
		target: 'es2022',
		format: 'iife',
		minify: true,
		charset: 'ascii',
		write: false,
		logLevel: 'silent',
	});
	const script = (outputFiles[0]?.text ?? '').replaceAll('</', '<\\/');
	const style = readFileSync(join(FOLDER, 'page.css'), 'utf8');
	// functions, because a text to be put in may hold what replace() reads as a pattern
	return readFileSync(join(FOLDER, 'page.html'), 'utf8')
		.replace('SCRIPT_HASH', () => hashOf(script))
		.replace('STYLE_HASH', () => hashOf(style))
		.replace('<style>/* STYLE */', () => `<style>${style}`)
		.replace('<script>/* SCRIPT */', () => `<script>${script}`);
}

/** Writes the page, for people to keep beside their bundles. */
export async function buildVerifier(outfile = join(ROOT, 'dist', 'evidence-verifier.html')): Promise<void> {
	const page = await verifierPage();
	mkdirSync(dirname(outfile), { recursive: true });
	writeFileSync(outfile, page);
	// its helper process would else live as long as we do
	await stop();
}
