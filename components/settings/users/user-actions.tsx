'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { failureOf } from '@/components/events/api';
import { Button } from '@/components/ui/button';
import { Confirm } from '@/components/ui/confirm';
import { Dialog } from '@/components/ui/dialog';
import type { User } from '@/lib/api/access';
import { sendJson } from '../api';
import { Refusal } from '../list-parts';
import { FirstPassword } from './first-password';
import { givenPassword } from './given-password';

type Deed = 'disable' | 'enable' | 'password';

const WORDS: Readonly<Record<Deed, { readonly button: string; readonly title: string; readonly detail: string }>> = {
	disable: {
		button: 'Disable',
		title: 'Disable',
		detail:
			'It is signed out everywhere and the API tokens it made are revoked, at once and for good; it cannot sign in until it is enabled. Its roles and its record stay.',
	},
	enable: { button: 'Enable', title: 'Enable', detail: 'It can sign in again, with the roles it has.' },
	password: {
		button: 'New password',
		title: 'Give a new password to',
		detail: 'The old one no longer counts, it is signed out everywhere, and chooses an own one at its next sign-in.',
	},
};

interface Props {
	readonly user: User;
	readonly onChanged: (user: User) => void;
}

/** Disable, enable, new password: each asked for once more before it is done. */
export function UserActions({ user, onChanged }: Props) {
	const client = useQueryClient();
	const [asked, setAsked] = useState<Deed | null>(null);
	const [password, setPassword] = useState<string | null>(null);
	const act = useMutation({
		mutationFn: async (deed: Deed) => {
			const given = deed === 'password' ? givenPassword() : null;
			const body = given === null ? { disabled: deed === 'disable' } : { password: given };
			return { changed: await sendJson<User>('PATCH', `/v1/users/${user.id}`, body), given };
		},
		onSuccess: ({ changed, given }) => {
			setAsked(null);
			setPassword(given);
			onChanged(changed);
			void client.invalidateQueries({ queryKey: [`/v1/sessions?user=${user.id}`] });
			act.reset();
		},
	});
	const deeds: readonly Deed[] = [...(user.kind === 'local' ? (['password'] as const) : []), user.disabled ? 'enable' : 'disable'];
	const words = asked === null ? null : WORDS[asked];
	return (
		<>
			<p className="flex flex-wrap gap-2">
				{deeds.map((deed) => (
					<Button key={deed} size="bar" onClick={() => setAsked(deed)}>
						{WORDS[deed].button}
					</Button>
				))}
			</p>
			<Confirm
				open={words !== null}
				onClose={() => {
					act.reset();
					setAsked(null);
				}}
				title={`${words?.title ?? ''} ${user.name}?`}
				action={words?.button ?? ''}
				busy={act.isPending}
				onConfirm={() => (asked === null ? undefined : act.mutate(asked))}
			>
				<p className="mb-2">{words?.detail}</p>
				<Refusal error={act.error === null ? null : failureOf(act.error)} />
			</Confirm>
			<Dialog
				open={password !== null}
				onOpenChange={(open) => (open ? undefined : setPassword(null))}
				title={`New password of ${user.name}`}
			>
				<FirstPassword name={user.name} password={password ?? ''} onClose={() => setPassword(null)} />
			</Dialog>
		</>
	);
}
