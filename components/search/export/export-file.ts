/** Where an export goes. */
export interface ExportFile {
	readonly write: (chunk: Uint8Array<ArrayBuffer>) => Promise<void>;
	readonly close: () => Promise<void>;
	/** Throws away what was written. */
	readonly discard: () => Promise<void>;
}

/** What browsers with the File System Access API have; TypeScript's library does not know it yet. */
interface SavePicker {
	readonly showSaveFilePicker?: (options: { suggestedName: string }) => Promise<{
		readonly createWritable: () => Promise<{
			readonly write: (chunk: Uint8Array<ArrayBuffer>) => Promise<void>;
			readonly close: () => Promise<void>;
			readonly abort: () => Promise<void>;
		}>;
	}>;
}

/** Keeps the file in memory and hands it to the browser's downloads when it is whole. */
function inMemory(name: string, type: string): ExportFile {
	let chunks: Uint8Array<ArrayBuffer>[] = [];
	return {
		async write(chunk) {
			chunks.push(chunk);
		},
		async close() {
			const url = URL.createObjectURL(new Blob(chunks, { type }));
			const link = document.createElement('a');
			link.href = url;
			link.download = name;
			link.click();
			chunks = [];
			// the browser has taken it by then
			setTimeout(() => URL.revokeObjectURL(url), 60_000);
		},
		async discard() {
			chunks = [];
		},
	};
}

/**
 * Asks where to save, and streams to that file where the browser can, else keeps it in memory until it is whole.
 * @returns null when the reader decided against it
 */
export async function openExportFile(name: string, type: string): Promise<ExportFile | null> {
	const { showSaveFilePicker } = window as SavePicker;
	if (showSaveFilePicker === undefined) return inMemory(name, type);
	try {
		const handle = await showSaveFilePicker({ suggestedName: name });
		const writable = await handle.createWritable();
		return { write: (chunk) => writable.write(chunk), close: () => writable.close(), discard: () => writable.abort() };
	} catch (error) {
		if (error instanceof DOMException && error.name === 'AbortError') return null;
		// forbidden here, as in a frame: the downloads of the browser take it
		if (error instanceof DOMException) return inMemory(name, type);
		throw error;
	}
}
