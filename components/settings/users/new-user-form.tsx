'use client';

import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Field, Input } from '@/components/ui/field';
import type { MembershipBody, User } from '@/lib/api/access';
import { sendJson } from '../api';
import { MembershipsField } from '../fields/memberships-field';
import { FormEnd } from '../form-end';
import { useFirstFocus } from '../use-first-focus';
import { givenPassword } from './given-password';

interface Props {
	readonly onCreated: (user: User, password: string) => void;
	readonly onCancel: () => void;
}

/** Name and roles of a new local account; its first password is made here and handed over. */
export function NewUserForm({ onCreated, onCancel }: Props) {
	const first = useFirstFocus();
	const [name, setName] = useState('');
	const [memberships, setMemberships] = useState<readonly MembershipBody[]>([]);
	const [asked, setAsked] = useState(false);
	const create = useMutation({
		mutationFn: async () => {
			const password = givenPassword();
			return { user: await sendJson<User>('POST', '/v1/users', { name: name.trim(), password, memberships }), password };
		},
		onSuccess: ({ user, password }) => onCreated(user, password),
		// the password is in it: it is kept nowhere but where it is shown
		gcTime: 0,
	});

	function submit(event: FormEvent) {
		event.preventDefault();
		setAsked(true);
		if (name.trim() !== '') create.mutate();
	}

	return (
		<form onSubmit={submit} noValidate className="flex flex-col gap-4 p-4">
			<Field
				label="Name"
				hint="What it signs in with. It is in the record of everything the account does, and cannot be changed."
				error={asked && name.trim() === '' ? 'Give it a name.' : null}
			>
				{(ids) => (
					<Input {...ids} ref={first} value={name} onChange={(event) => setName(event.target.value)} maxLength={200} autoComplete="off" />
				)}
			</Field>
			<fieldset>
				<legend className="mb-1 text-12 text-text-2">Roles</legend>
				<MembershipsField value={memberships} onChange={setMemberships} />
			</fieldset>
			<FormEnd error={create.error} isBusy={create.isPending} busyWords="Creating…" words="Create the account" onCancel={onCancel} />
		</form>
	);
}
