'use client';

import { useEffect, useRef, useState } from 'react';
import { failureOf, ReadFailure } from '@/components/events/api';
import type { ErrorBody } from '@/lib/api/events';
import { openExportFile } from './export-file';
import { type ExportFormat, ExportLines } from './export-lines';

/** How far an export has come. */
export type ExportProgress =
	| { readonly state: 'running'; readonly rows: number; readonly bytes: number; readonly total: number | null; readonly seconds: number }
	| { readonly state: 'whole'; readonly rows: number; readonly bytes: number; readonly seconds: number }
	/** The file has no last line that agrees with it, or says itself that it is not whole. It is kept, and its name says so. */
	| { readonly state: 'cut'; readonly rows: number; readonly why: string }
	| { readonly state: 'cancelled' }
	| { readonly state: 'failed'; readonly error: ErrorBody };

/** How often progress is told, in milliseconds. */
const TELL_MS = 200;

async function failureIn(response: Response): Promise<ErrorBody> {
	return (await response.json().catch(() => failureOf(null))) as ErrorBody;
}

/** Runs one export at a time. Leaving the page, or closing the dialog, cancels it. */
export function useExport(): {
	progress: ExportProgress | null;
	start: (path: string, name: string, format: ExportFormat, expectedRows: number | null) => void;
	cancel: () => void;
} {
	const [progress, setProgress] = useState<ExportProgress | null>(null);
	const running = useRef<AbortController | null>(null);
	useEffect(() => () => running.current?.abort(), []);

	async function run(path: string, name: string, format: ExportFormat, expectedRows: number | null, aborter: AbortController) {
		const file = await openExportFile(name, format === 'csv' ? 'text/csv' : 'application/x-ndjson');
		if (file === null) return;
		const startedMs = performance.now();
		const seconds = () => (performance.now() - startedMs) / 1000;
		const lines = new ExportLines(format);
		let bytes = 0;
		let toldMs = 0;
		setProgress({ state: 'running', rows: 0, bytes: 0, total: expectedRows, seconds: 0 });
		try {
			const response = await fetch(path, { signal: aborter.signal });
			if (!response.ok || response.body === null) throw new ReadFailure(await failureIn(response));
			const said = response.headers.get('x-total-rows');
			const total = said === null || said === '' ? expectedRows : Number(said);
			const reader = response.body.getReader();
			for (let part = await reader.read(); !part.done; part = await reader.read()) {
				lines.push(part.value);
				bytes += part.value.length;
				await file.write(part.value);
				const nowMs = performance.now();
				if (nowMs - toldMs < TELL_MS) continue;
				toldMs = nowMs;
				setProgress({ state: 'running', rows: lines.rows, bytes, total, seconds: seconds() });
			}
			await file.close();
			const trailer = lines.end();
			if (trailer === null) setProgress({ state: 'cut', rows: lines.rows, why: 'Its last line is missing: the connection was cut.' });
			else if (!trailer.complete)
				setProgress({ state: 'cut', rows: trailer.rows, why: 'The console could not read to the end, and says so in its last line.' });
			else setProgress({ state: 'whole', rows: trailer.rows, bytes, seconds: seconds() });
		} catch (error) {
			await file.discard();
			if (aborter.signal.aborted) setProgress({ state: 'cancelled' });
			else setProgress({ state: 'failed', error: failureOf(error) });
		}
	}

	return {
		progress,
		start(path, name, format, expectedRows) {
			running.current?.abort();
			const aborter = new AbortController();
			running.current = aborter;
			void run(path, name, format, expectedRows, aborter);
		},
		cancel: () => running.current?.abort(),
	};
}
