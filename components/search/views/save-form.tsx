'use client';

import { type FormEvent, useId, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Input, Select } from '@/components/ui/field';

interface Props {
	/** Zones it can be shared in. */
	readonly zones: readonly string[];
	readonly isBusy: boolean;
	readonly onSave: (name: string, zoneId: string | null) => void;
}

/** Saves what is shown now under a name. */
export function SaveForm({ zones, isBusy, onSave }: Props) {
	const [name, setName] = useState('');
	const [zone, setZone] = useState('');
	const id = useId();

	function submit(event: FormEvent) {
		event.preventDefault();
		if (name.trim() !== '') onSave(name.trim(), zone === '' ? null : zone);
	}

	return (
		<form onSubmit={submit} className="flex flex-col gap-2 border-t border-line p-2">
			<label htmlFor={id} className="text-11 text-text-3">
				Save what is shown now
			</label>
			<Input
				id={id}
				value={name}
				onChange={(event) => setName(event.target.value)}
				placeholder="Name"
				maxLength={100}
				autoComplete="off"
				spellCheck={false}
			/>
			<span className="flex gap-2">
				<Select aria-label="Who sees it" value={zone} onChange={(event) => setZone(event.target.value)}>
					<option value="">Only I see it</option>
					{zones.map((each) => (
						<option key={each} value={each}>
							Everyone in {each}
						</option>
					))}
				</Select>
				<Button type="submit" kind="primary" size="bar" disabled={isBusy || name.trim() === ''} className="h-[30px]">
					Save
				</Button>
			</span>
		</form>
	);
}
