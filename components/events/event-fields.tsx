'use client';

import { useState } from 'react';
import type { EventDetail } from '@/lib/api/events';
import { type Field, fieldsOf } from '@/lib/events/fields';
import { cutMiddle, shortId, visible } from '@/lib/events/visible';
import { DrawerSection } from './drawer-section';
import { FieldActions, type ValueActions } from './field-actions';

/** Identifiers longer than this are cut in the middle; the title and the copy have them whole. */
const ID_LENGTH_MAX = 28;
const TEXT_MAX = 400;
/** Fields shown before one asks for the rest. */
const FIRST_MAX = 14;

/** One value with what can be done with it. */
function Value({ name, entry, index, actions }: { name: string; entry: Field; index: number; actions: ValueActions }) {
	const isOneOfMany = entry.filters.length > 1;
	const filter = entry.filters[index];
	const value = isOneOfMany ? (filter?.value ?? '') : entry.value;
	const text = isOneOfMany ? visible(cutMiddle(value, TEXT_MAX)) : entry.text;
	const isLong = entry.kind === 'id' && text.length > ID_LENGTH_MAX && !text.includes(' ');
	return (
		<span className="group/value relative flex min-h-[22px] items-start">
			<span
				title={isLong ? text : undefined}
				className={entry.kind === 'id' ? 'font-mono text-12 leading-[22px] break-all' : 'leading-[22px] break-words'}
			>
				{isLong ? shortId(text) : text.slice(0, TEXT_MAX)}
			</span>
			<FieldActions name={name} value={value} filter={filter} {...actions} />
		</span>
	);
}

function FieldRow({ entry, actions }: { entry: Field; actions: ValueActions }) {
	const values = entry.filters.length > 1 ? entry.filters.map((filter) => filter.value) : [''];
	return (
		<div className="grid min-h-[22px] grid-cols-[112px_minmax(0,1fr)] items-start gap-x-2 pointer-coarse:grid-cols-1">
			<dt className="truncate text-12 leading-[22px] text-text-3" title={entry.label}>
				{entry.label}
			</dt>
			<dd className="min-w-0">
				{values.map((value, i) => (
					<Value key={`${i}/${value}`} name={entry.label.toLowerCase()} entry={entry} index={i} actions={actions} />
				))}
			</dd>
		</div>
	);
}

/** What the event carries, in words, each value to keep, leave out, follow or copy. */
export function EventFields({ event, ...actions }: { event: EventDetail } & ValueActions) {
	const [all, setAll] = useState(false);
	const fields = fieldsOf(event);
	const shown = all ? fields : fields.slice(0, FIRST_MAX);
	return (
		<DrawerSection title="Fields">
			<dl>
				{shown.map((entry, i) => (
					<FieldRow key={`${entry.label}/${i}`} entry={entry} actions={actions} />
				))}
			</dl>
			{fields.length > FIRST_MAX ? (
				<button type="button" onClick={() => setAll(!all)} aria-expanded={all} className="mt-1 text-12 text-accent hover:underline">
					{all ? 'Fewer' : `Show all, ${fields.length - FIRST_MAX} more`}
				</button>
			) : null}
		</DrawerSection>
	);
}
