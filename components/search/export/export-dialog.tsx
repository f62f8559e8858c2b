'use client';

import { Check, Copy, Download } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { BundleLink } from '@/components/evidence/bundle-link';
import { Button } from '@/components/ui/button';
import { useCopy } from '@/components/ui/copy-button';
import { Dialog } from '@/components/ui/dialog';
import { EXPORT_COLUMNS, type ExportColumn } from '@/lib/api/search-names';
import { rangeOfWindow } from '@/lib/url/range';
import { useSearch } from '../frame/search-context';
import { COLUMN_LOOKS } from '../table/layout';
import { asCaracal, asCurl } from './copy-as';
import type { ExportFormat } from './export-lines';
import { ExportState } from './export-state';
import { useExport } from './use-export';

interface Props {
	readonly open: boolean;
	readonly onOpenChange: (open: boolean) => void;
}

/** Columns the list does not have: long, or for machines. */
const OWN_TITLES: Partial<Record<ExportColumn, string>> = {
	policy: 'Policy set',
	'determining-policies': 'Determining policies (JSON)',
	diagnostics: 'Diagnostics (JSON)',
	metadata: 'Metadata (JSON)',
	'content-sha256': 'Content hash',
};

function titleOf(column: ExportColumn): string {
	return OWN_TITLES[column] ?? (Object.hasOwn(COLUMN_LOOKS, column) ? COLUMN_LOOKS[column as keyof typeof COLUMN_LOOKS].title : column);
}

/** Takes every event of the search out as a file, or the search itself as a command or a link. */
export function ExportDialog({ open, onOpenChange }: Props) {
	return (
		<Dialog open={open} onOpenChange={onOpenChange} title="Export what you see">
			{open ? <ExportForm /> : null}
		</Dialog>
	);
}

function ExportForm() {
	const { state, eventQuery, timeZone, total, fixed, copyLink, hrefOf } = useSearch();
	const [format, setFormat] = useState<ExportFormat>('csv');
	const [columns, setColumns] = useState<readonly ExportColumn[]>(() => state.columns.map((column) => column.key));
	const { progress, start, cancel } = useExport();
	const isRunning = progress?.state === 'running';

	const path = `/v1/events/export?${[eventQuery ?? '', `format=${format}`, `columns=${columns.join(',')}`, `tz=${encodeURIComponent(timeZone)}`].filter((part) => part !== '').join('&')}`;
	const day = (fixed?.window.to ?? '').slice(0, 16).replace(/[-:]/g, '').replace('T', '-');
	const name = `events${day === '' ? '' : `-${day}`}.${format}`;
	const absolute = (href: string) => new URL(href, window.location.href).toString();
	const counted = total === undefined || total.total === null ? null : total;

	function toggle(column: ExportColumn) {
		setColumns(columns.includes(column) ? columns.filter((each) => each !== column) : [...columns, column]);
	}

	return (
		<form
			className="flex flex-col gap-4 p-4"
			onSubmit={(event) => {
				event.preventDefault();
				start(path, name, format, counted?.exact === true ? counted.total : null);
			}}
		>
			<p className="text-text-2">
				{counted === null
					? 'Every event of this search'
					: `${counted.exact ? '' : 'At least '}${counted.total?.toLocaleString('en')} ${counted.total === 1 ? 'event' : 'events'}`}
				, newest first, times in {timeZone}. There is no limit; the last line says how many rows the file has, so that a cut one is noticed.
			</p>
			<fieldset disabled={isRunning} className="flex gap-4">
				<legend className="mb-1 text-12 text-text-2">Format</legend>
				<Choice name="csv" words="CSV, for spreadsheets" chosen={format} onChoose={setFormat} />
				<Choice name="ndjson" words="NDJSON, an object a line" chosen={format} onChoose={setFormat} />
			</fieldset>
			<fieldset disabled={isRunning}>
				<legend className="mb-1 text-12 text-text-2">Columns, in this order: {columns.map(titleOf).join(', ')}</legend>
				<div className="grid grid-cols-2 gap-x-4 sm:grid-cols-3">
					{EXPORT_COLUMNS.map((column) => (
						<label key={column} className="flex min-h-7 items-center gap-2 text-13 pointer-coarse:min-h-9">
							<input
								type="checkbox"
								checked={columns.includes(column)}
								disabled={columns.length === 1 && columns.includes(column)}
								onChange={() => toggle(column)}
								className="accent-accent-solid"
							/>
							{titleOf(column)}
						</label>
					))}
				</div>
			</fieldset>
			<p className="flex flex-wrap items-center gap-x-3 gap-y-2 border-t border-line pt-3 text-12 text-text-2">
				<span className="min-w-0 flex-1 basis-60">
					To hand these events to somebody who does not trust this console, take them with their signatures and proofs.
				</span>
				<BundleLink
					wanted={{ kind: 'search', zones: state.zones, q: state.q, range: fixed === null ? state.range : rangeOfWindow(fixed.window) }}
				/>
			</p>
			{progress === null ? null : <ExportState progress={progress} name={name} />}
			<div className="flex flex-wrap items-center gap-2">
				{isRunning ? (
					// a key of its own: one button that turned into the other would submit with the click that cancels
					<Button key="cancel" size="bar" onClick={cancel}>
						Cancel
					</Button>
				) : (
					<Button key="save" size="bar" kind="primary" type="submit" disabled={eventQuery === null}>
						<Download size={13} aria-hidden /> Save {name}
					</Button>
				)}
				<span className="ml-auto flex flex-wrap gap-2">
					<CopyAs text={() => asCurl(absolute(path), name)}>curl</CopyAs>
					<CopyAs text={() => asCaracal(absolute(hrefOf({ selected: null, panel: null })))}>caracal</CopyAs>
					<Button onClick={copyLink}>
						<Copy size={12} aria-hidden /> Link
					</Button>
				</span>
			</div>
		</form>
	);
}

interface ChoiceProps {
	readonly name: ExportFormat;
	readonly words: string;
	readonly chosen: ExportFormat;
	readonly onChoose: (format: ExportFormat) => void;
}

function Choice({ name, words, chosen, onChoose }: ChoiceProps) {
	return (
		<label className="flex min-h-7 items-center gap-2">
			<input type="radio" name="format" checked={chosen === name} onChange={() => onChoose(name)} className="accent-accent-solid" />
			{words}
		</label>
	);
}

/** Copies the search as a command. */
function CopyAs({ text, children }: { text: () => string; children: ReactNode }) {
	const [said, copy] = useCopy();
	return (
		<Button onClick={() => void copy(text())} aria-label={`Copy as ${String(children)}`}>
			{said === 'copied' ? <Check size={12} aria-hidden /> : <Copy size={12} aria-hidden />} {said === 'failed' ? 'Not allowed' : children}
			<span role="status" className="sr-only">
				{said === 'copied' ? 'Copied' : ''}
			</span>
		</Button>
	);
}
