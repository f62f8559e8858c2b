'use client';

import { failureOf } from '@/components/events/api';
import type { View } from '@/lib/api/views';
import { DEFAULT_SEARCH, formatSearch, parseSearch } from '@/lib/url/search';
import { useSearch } from '../frame/search-context';
import { SaveForm } from './save-form';
import { useViews } from './use-views';
import { ViewRow } from './view-row';

/** Zones offered for sharing at most. */
const ZONES_MAX = 50;

/** The saved searches one sees, and how to save another. */
export function ViewList({ onOpened }: { onOpened: () => void }) {
	const { state, change, events, say } = useSearch();
	const { list, save, update, remove } = useViews();
	// what is saved is the search and how it is drawn, not the event that happens to be open; times stay each reader's own
	const address = formatSearch({ ...state, selected: null, panel: null, timeZone: null });
	const zones = [...new Set([...state.zones, ...events.map((event) => event.zone)])].sort().slice(0, ZONES_MAX);
	const failed = save.error ?? update.error ?? remove.error;
	const views = list.data?.views ?? [];

	function open(view: View) {
		const { state: saved } = parseSearch(new URLSearchParams(view.address));
		change({ ...DEFAULT_SEARCH, ...saved, timeZone: state.timeZone });
		onOpened();
	}

	return (
		<>
			<div className="min-h-0 overflow-auto p-1">
				{list.error !== null ? (
					<p role="alert" className="px-2 py-2 text-12 text-deny">
						{failureOf(list.error).message} {failureOf(list.error).todo}
					</p>
				) : list.data === undefined ? (
					<p className="late px-2 py-2 text-12 text-text-3">Reading…</p>
				) : views.length === 0 ? (
					<p className="px-2 py-2 text-12 text-text-2">
						No saved view yet. A view keeps query, zones, time and columns, for yourself or for everyone who reads a zone.
					</p>
				) : (
					<ul aria-label="Saved views">
						{views.map((view) => (
							<ViewRow
								key={view.id}
								view={view}
								isShown={view.address === address}
								onOpen={() => open(view)}
								onChange={(changes) => update.mutate({ id: view.id, ...changes })}
								onReplace={() => update.mutate({ id: view.id, address }, { onSuccess: () => say(`“${view.name}” is what is shown now`) })}
								onDelete={() => remove.mutate(view.id, { onSuccess: () => say(`“${view.name}” is deleted`) })}
							/>
						))}
					</ul>
				)}
				{list.data?.more === true ? <p className="px-2 py-1 text-12 text-text-3">There are others; these are the first 1,000.</p> : null}
			</div>
			{failed === null ? null : (
				<p role="alert" className="px-3 pb-2 text-12 text-deny">
					{failureOf(failed).message} {failureOf(failed).todo}
				</p>
			)}
			<SaveForm
				key={views.length}
				zones={zones}
				isBusy={save.isPending}
				onSave={(name, zone_id) => save.mutate({ name, address, zone_id }, { onSuccess: () => say(`Saved as “${name}”`) })}
			/>
		</>
	);
}
