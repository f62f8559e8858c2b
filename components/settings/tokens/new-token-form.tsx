'use client';

import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Field, Input, Select } from '@/components/ui/field';
import type { Role } from '@/lib/access/roles';
import type { CreatedToken } from '@/lib/api/access';
import { sendJson } from '../api';
import { RoleSelect } from '../fields/role-select';
import { ZonesField } from '../fields/zones-field';
import { FormEnd } from '../form-end';
import { mayWords } from '../role-words';
import { useFirstFocus } from '../use-first-focus';

const LIFETIMES_DAYS = [1, 7, 30, 90, 365] as const;
const DEFAULT_DAYS = 30;

interface Props {
	readonly onCreated: (token: CreatedToken) => void;
	readonly onCancel: () => void;
}

/** Name, role, zones and lifetime of a new token. Nothing is every zone unless chosen. */
export function NewTokenForm({ onCreated, onCancel }: Props) {
	const first = useFirstFocus();
	const [name, setName] = useState('');
	const [role, setRole] = useState<Role>('viewer');
	const [zoneIds, setZoneIds] = useState<readonly string[] | null>([]);
	const [days, setDays] = useState<number>(DEFAULT_DAYS);
	const [asked, setAsked] = useState(false);
	const create = useMutation({
		mutationFn: () => sendJson<CreatedToken>('POST', '/v1/tokens', { name: name.trim(), role, zone_ids: zoneIds, expires_in_days: days }),
		onSuccess: onCreated,
		// the secret is in the answer: it is kept nowhere but where it is shown
		gcTime: 0,
	});
	const noZone = zoneIds !== null && zoneIds.length === 0;

	function submit(event: FormEvent) {
		event.preventDefault();
		setAsked(true);
		if (name.trim() !== '' && !noZone) create.mutate();
	}

	return (
		<form onSubmit={submit} noValidate className="flex flex-col gap-4 p-4">
			<Field
				label="Name"
				hint="What uses it, so that a colleague knows what breaks when it is revoked."
				error={asked && name.trim() === '' ? 'Give it a name.' : null}
			>
				{(ids) => (
					<Input
						{...ids}
						ref={first}
						value={name}
						onChange={(event) => setName(event.target.value)}
						maxLength={200}
						autoComplete="off"
						placeholder="siem-export"
					/>
				)}
			</Field>
			<div className="grid gap-4 sm:grid-cols-2">
				<Field label="Role" hint={mayWords(role, zoneIds === null)}>
					{(ids) => <RoleSelect {...ids} value={role} onChange={setRole} />}
				</Field>
				<Field label="Ends after">
					{(ids) => (
						<Select {...ids} value={days} onChange={(event) => setDays(Number(event.target.value))}>
							{LIFETIMES_DAYS.map((each) => (
								<option key={each} value={each}>
									{each === 1 ? '1 day' : `${each} days`}
								</option>
							))}
						</Select>
					)}
				</Field>
			</div>
			<ZonesField value={zoneIds} onChange={setZoneIds} error={asked && noZone ? 'Add at least one zone, or every zone.' : null} />
			<FormEnd error={create.error} isBusy={create.isPending} busyWords="Creating…" words="Create the token" onCancel={onCancel} />
		</form>
	);
}
