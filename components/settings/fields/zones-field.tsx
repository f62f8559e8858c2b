'use client';

import { X } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { zoneWords } from '../role-words';
import { AddZone } from './add-zone';

interface Props {
	/** Null for every zone, empty before a choice. */
	readonly value: readonly string[] | null;
	readonly onChange: (value: readonly string[] | null) => void;
	readonly error: string | null;
}

/** Zones: some by name, or every one. */
export function ZonesField({ value, onChange, error }: Props) {
	const chosen = value ?? [null];
	return (
		<fieldset className="flex flex-col gap-2">
			<legend className="mb-1 text-12 text-text-2">Zones</legend>
			{chosen.length === 0 ? null : (
				<ul aria-label="Chosen zones" className="flex flex-wrap gap-1.5">
					{chosen.map((zoneId) => (
						<li
							key={zoneId ?? ''}
							className="flex max-w-full items-center gap-0.5 rounded-control border border-line-strong bg-raised pl-2 text-12"
						>
							<span className="truncate">{zoneWords(zoneId)}</span>
							<Button
								kind="quiet"
								size="icon"
								aria-label={`Leave out ${zoneWords(zoneId)}`}
								onClick={() => onChange(zoneId === null ? [] : (value ?? []).filter((each) => each !== zoneId))}
							>
								<X size={12} aria-hidden />
							</Button>
						</li>
					))}
				</ul>
			)}
			{value === null ? null : (
				<AddZone taken={value} error={error} onAdd={(zoneId) => onChange(zoneId === null ? null : [...value, zoneId])} />
			)}
		</fieldset>
	);
}
