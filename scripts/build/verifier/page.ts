// What the verifier page does; runs in a browser, from disk.
import { verifyBundle } from '../../../lib/bundle/verify/verify';
import { webPrimitives } from '../../../lib/primitives/web-primitives';
import { byId, say } from './elements';
import { draw } from './show';

const file = byId('file', HTMLInputElement);
const keys = byId('keys', HTMLTextAreaElement);
const button = byId('verify', HTMLButtonElement);
const bar = byId('bar', HTMLProgressElement);
const progress = byId('progress', HTMLSpanElement);
const result = byId('result', HTMLElement);

async function* chunksOf(blob: Blob): AsyncGenerator<Uint8Array> {
	const reader = blob.stream().getReader();
	for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value;
}

async function verify(): Promise<void> {
	const [bundle] = file.files ?? [];
	if (bundle === undefined) return;
	button.disabled = true;
	result.hidden = true;
	bar.hidden = false;
	try {
		const supplied = keys.value
			.split('\n')
			.map((line) => line.trim())
			.filter((line) => line !== '');
		const onProgress = (bytes: number) => {
			bar.value = Math.floor((bytes / Math.max(1, bundle.size)) * 100);
			progress.textContent = `${bar.value} % read`;
		};
		const verdict = await verifyBundle(chunksOf(bundle), { primitives: webPrimitives(crypto.subtle), keys: supplied, onProgress });
		result.className = verdict.outcome;
		result.replaceChildren(...draw(verdict));
	} catch (error) {
		result.className = '';
		result.replaceChildren(say('h2', 'Not checked'), say('p', error instanceof Error ? error.message : String(error)));
	}
	progress.textContent = '';
	bar.hidden = true;
	result.hidden = false;
	result.focus();
	button.disabled = false;
}

/** Another file is another question: what was said of the former goes. */
function chosen(): void {
	button.disabled = file.files?.length !== 1;
	result.hidden = true;
}

file.addEventListener('change', chosen);
keys.addEventListener('input', () => {
	result.hidden = true;
});
button.addEventListener('click', () => void verify());
// a file dropped beside the field would else leave this page
for (const type of ['dragover', 'dragleave', 'drop'] as const)
	document.addEventListener(type, (event) => {
		event.preventDefault();
		document.body.classList.toggle('over', type === 'dragover');
		if (type !== 'drop' || event.dataTransfer === null || event.dataTransfer.files.length !== 1 || !bar.hidden) return;
		file.files = event.dataTransfer.files;
		chosen();
	});
