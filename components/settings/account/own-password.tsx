'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { PasswordForm } from '@/components/auth/password-form';

/** Changes one's own password in place; this browser stays signed in, every other session ends. */
export function OwnPassword({ name, lengthMin }: { name: string; lengthMin: number }) {
	const client = useQueryClient();
	const [done, setDone] = useState(false);
	return (
		<>
			<p className="mb-3 text-text-2">Every other session of yours ends when you change it.</p>
			<div className="max-w-80">
				<PasswordForm
					name={name}
					lengthMin={lengthMin}
					currentLabel="Current password"
					action="Change the password"
					onDone={() => {
						setDone(true);
						void client.invalidateQueries();
					}}
				/>
			</div>
			<p role="status" className="mt-2 text-12 text-text-2">
				{done ? 'Changed. Your other sessions have ended.' : ''}
			</p>
		</>
	);
}
