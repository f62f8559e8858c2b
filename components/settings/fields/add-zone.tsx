'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { EVERY_ZONE } from '../role-words';
import { useZones } from '../use-zones';
import { ZoneInput } from './zone-input';

interface Props {
	/** Zones chosen already; null among them for every zone. */
	readonly taken: readonly (string | null)[];
	readonly onAdd: (zoneId: string | null) => void;
	readonly error?: string | null;
}

/** Chooses one more zone by name, or every zone, which is never chosen by leaving something empty. */
export function AddZone({ taken, onAdd, error = null }: Props) {
	const zones = useZones();
	const [typed, setTyped] = useState('');
	const name = typed.trim();
	const isNew = name !== '' && zones.length > 0 && !zones.includes(name);
	const isTaken = taken.includes(name);

	function add(zoneId: string) {
		if (taken.includes(zoneId)) return;
		setTyped('');
		onAdd(zoneId);
	}

	return (
		<Field
			label="Add a zone"
			error={isTaken ? 'Chosen already.' : error}
			hint={isNew ? 'No event of this zone yet; it counts as soon as there is one.' : undefined}
		>
			{(ids) => (
				<span className="flex flex-wrap gap-2">
					<span className="min-w-40 flex-1">
						<ZoneInput {...ids} value={typed} onChange={setTyped} onTake={add} zones={zones.filter((zone) => !taken.includes(zone))} />
					</span>
					<Button size="bar" className="h-[30px] pointer-coarse:h-11" disabled={name === '' || isTaken} onClick={() => add(name)}>
						Add
					</Button>
					<Button size="bar" className="h-[30px] pointer-coarse:h-11" disabled={taken.includes(null)} onClick={() => onAdd(null)}>
						Add {EVERY_ZONE}
					</Button>
				</span>
			)}
		</Field>
	);
}
