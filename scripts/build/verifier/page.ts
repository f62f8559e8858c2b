// What the verifier page does; runs in a browser, from disk.
import type { Verdict } from '../../../lib/bundle/verify/verdict';
import { verifyBundle } from '../../../lib/bundle/verify/verify';
import { webPrimitives } from '../../../lib/primitives/web-primitives';

const STATES = { holds: '✓ holds', fails: '✗ fails', unknown: '? cannot tell', not_made: '– not checked' } as const;
const OUTCOMES = { proven: '✓ Proven', disproven: '✗ Disproven', cannot_tell: '? Cannot tell' } as const;

function byId<T extends HTMLElement>(id: string, kind: new () => T): T {
	const element = document.getElementById(id);
	if (!(element instanceof kind)) throw new Error(`the page has no ${id}`);
	return element;
}

const file = byId('file', HTMLInputElement);
const keys = byId('keys', HTMLTextAreaElement);
const button = byId('verify', HTMLButtonElement);
const progress = byId('progress', HTMLParagraphElement);
const result = byId('result', HTMLElement);

/** An element with text; text of a bundle is never anything else. */
function say(tag: string, text: string): HTMLElement {
	const element = document.createElement(tag);
	element.textContent = text;
	return element;
}

function listOf(lines: readonly string[]): HTMLElement {
	const list = document.createElement('ul');
	list.append(...lines.map((line) => say('li', line)));
	return list;
}

async function* chunksOf(blob: Blob): AsyncGenerator<Uint8Array> {
	const reader = blob.stream().getReader();
	for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value;
}

function show({ outcome, headline, firstFinding, checks, notProven, manifest }: Verdict): void {
	result.replaceChildren(say('h2', OUTCOMES[outcome]), say('p', headline));
	if (firstFinding !== null)
		result.append(say('p', `First: ${firstFinding.line > 0 ? `line ${firstFinding.line}: ` : ''}${firstFinding.words}`));
	if (manifest !== null)
		result.append(say('p', `Exported ${manifest.exportedAt} by ${manifest.exportedBy}: ${manifest.subject.kind} ${manifest.subject.text}`));
	result.append(say('h2', 'Checks'), listOf(checks.map(({ name, state, words }) => `${STATES[state]}: ${name}. ${words}`)));
	if (notProven.length > 0) result.append(say('h2', 'Not proven'), listOf(notProven));
}

async function verify(): Promise<void> {
	const [bundle] = file.files ?? [];
	if (bundle === undefined) return;
	button.disabled = true;
	result.hidden = true;
	try {
		const supplied = keys.value
			.split('\n')
			.map((line) => line.trim())
			.filter((line) => line !== '');
		const onProgress = (bytes: number) => {
			progress.textContent = `${Math.floor((bytes / Math.max(1, bundle.size)) * 100)} % read`;
		};
		show(await verifyBundle(chunksOf(bundle), { primitives: webPrimitives(crypto.subtle), keys: supplied, onProgress }));
	} catch (error) {
		result.replaceChildren(say('h2', 'Not checked'), say('p', error instanceof Error ? error.message : String(error)));
	}
	progress.textContent = '';
	result.hidden = false;
	result.focus();
	button.disabled = false;
}

file.addEventListener('change', () => {
	button.disabled = file.files?.length !== 1;
});
button.addEventListener('click', () => void verify());
