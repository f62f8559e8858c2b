'use client';

import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { failureOf } from '@/components/events/api';
import { Button } from '@/components/ui/button';
import type { MembershipBody, User } from '@/lib/api/access';
import { sendJson } from '../api';
import { MembershipsField } from '../fields/memberships-field';
import { Refusal } from '../list-parts';
import { membershipsWords } from '../role-words';

function key(memberships: readonly MembershipBody[]): string {
	return JSON.stringify(memberships.map(({ zone_id, role }) => [zone_id, role]).toSorted());
}

interface Props {
	readonly user: User;
	/** The identity provider says them at each sign-in. */
	readonly fromProvider: boolean;
	readonly onChanged: (user: User) => void;
}

/** The roles of an account; changed, they count from its next request on. */
export function UserRoles({ user, fromProvider, onChanged }: Props) {
	const [draft, setDraft] = useState<readonly MembershipBody[] | null>(null);
	const save = useMutation({
		mutationFn: (memberships: readonly MembershipBody[]) => sendJson<User>('PATCH', `/v1/users/${user.id}`, { memberships }),
		onSuccess: (changed) => {
			setDraft(null);
			onChanged(changed);
		},
	});
	if (fromProvider)
		return (
			<p className="text-text-2">{membershipsWords(user.memberships)}; the identity provider says so at each sign-in. Change them there.</p>
		);
	const isChanged = draft !== null && key(draft) !== key(user.memberships);
	return (
		<div className="flex flex-col gap-2">
			<MembershipsField value={draft ?? user.memberships} onChange={setDraft} />
			<Refusal error={save.error === null ? null : failureOf(save.error)} />
			{isChanged ? (
				<span className="flex gap-2">
					<Button size="bar" kind="primary" disabled={save.isPending} onClick={() => save.mutate(draft)}>
						{save.isPending ? 'Saving…' : 'Save the roles'}
					</Button>
					<Button
						size="bar"
						onClick={() => {
							save.reset();
							setDraft(null);
						}}
					>
						As they were
					</Button>
				</span>
			) : (
				<p role="status" className="text-12 text-text-3">
					{save.isSuccess ? 'Saved: they count from the next request on.' : ''}
				</p>
			)}
		</div>
	);
}
