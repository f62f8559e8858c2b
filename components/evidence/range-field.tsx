'use client';

import { useState } from 'react';
import { instantWords, PRESET_WORDS } from '@/components/search/frame/range-words';
import { Field, Input, Select } from '@/components/ui/field';
import { PRESETS, type Preset, type TimeRange } from '@/lib/url/range';
import { typedInstant } from '@/lib/url/typed-instant';

interface Props {
	/** Null: what is typed is no range. */
	readonly value: TimeRange | null;
	readonly timeZone: string;
	readonly onChange: (value: TimeRange | null) => void;
}

const wordsOf = (at: bigint | null, timeZone: string) => (at === null ? '' : instantWords(at, timeZone));

/** All time, the last so much, or between two instants; the latter keep what was given to the microsecond until they are changed. */
export function RangeField({ value, timeZone, onChange }: Props) {
	const [between, setBetween] = useState(value?.kind === 'between');
	const given = value?.kind === 'between' ? value : null;
	const [from, setFrom] = useState(wordsOf(given?.from ?? null, timeZone));
	const [to, setTo] = useState(wordsOf(given?.to ?? null, timeZone));
	const chosen = between ? 'between' : value?.kind === 'last' ? value.preset : 'all';

	function type(typedFrom: string, typedTo: string) {
		setFrom(typedFrom);
		setTo(typedTo);
		const [begin, end] = [typedFrom, typedTo].map((text) => (text.trim() === '' ? null : (typedInstant(text, timeZone) ?? undefined)));
		if (begin === undefined || end === undefined || (begin !== null && end !== null && begin >= end)) return onChange(null);
		onChange(begin === null && end === null ? { kind: 'all' } : { kind: 'between', from: begin, to: end });
	}

	function choose(name: string) {
		setBetween(name === 'between');
		if (name === 'between') return type(from, to);
		onChange(name === 'all' ? { kind: 'all' } : { kind: 'last', preset: name as Preset });
	}

	return (
		<div className="flex flex-col gap-3">
			<Field label="Time" hint={chosen === 'all' || between ? undefined : 'Fixed to instants when you ask.'}>
				{(ids) => (
					<Select {...ids} value={chosen} onChange={(event) => choose(event.target.value)}>
						<option value="all">All time</option>
						{(Object.keys(PRESETS) as Preset[]).map((preset) => (
							<option key={preset} value={preset}>
								{PRESET_WORDS[preset]}
							</option>
						))}
						<option value="between">Between two instants</option>
					</Select>
				)}
			</Field>
			{between ? (
				<div className="grid gap-3 sm:grid-cols-2">
					<Field label={`From, ${timeZone}`} error={value === null ? 'Write 2026-11-21 02:00:00, the end after the beginning.' : null}>
						{(ids) => <Input {...ids} value={from} onChange={(event) => type(event.target.value, to)} placeholder="the beginning" />}
					</Field>
					<Field label="To, not included">
						{(ids) => <Input {...ids} value={to} onChange={(event) => type(from, event.target.value)} placeholder="now" />}
					</Field>
				</div>
			) : null}
		</div>
	);
}
