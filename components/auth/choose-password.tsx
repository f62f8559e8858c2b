'use client';

import { PasswordForm } from './password-form';

/** The page's form on which an account whose password somebody else made chooses its own; leads on to what was wanted. */
export function ChoosePassword({ name, lengthMin, returnTo }: { name: string; lengthMin: number; returnTo: string }) {
	return (
		<PasswordForm
			name={name}
			lengthMin={lengthMin}
			currentLabel="The password you were given"
			action="Choose it and go on"
			onDone={() => window.location.assign(returnTo)}
		/>
	);
}
