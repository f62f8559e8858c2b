import type { ReactNode } from 'react';
import type { MembershipBody, Session } from '@/lib/api/access';
import type { ErrorBody } from '@/lib/api/events';
import { Sessions } from '../sessions';
import { OwnPassword } from './own-password';
import { RolesList } from './roles-list';

interface Props {
	readonly name: string;
	readonly memberships: readonly MembershipBody[];
	readonly sessions: { readonly sessions: readonly Session[]; readonly next: string | null } | null;
	readonly sessionsError: ErrorBody | null;
	/** Null when that could not be read. */
	readonly hasPassword: boolean | null;
	/** In characters. */
	readonly passwordLengthMin: number;
	/** What people call the identity provider; null without one. */
	readonly provider: string | null;
}

/** The reader's own account: roles, sessions, password. */
export function AccountView({ name, memberships, sessions, sessionsError, hasPassword, passwordLengthMin, provider }: Props) {
	return (
		<main className="min-h-0 flex-1 overflow-auto">
			<div className="max-w-3xl px-4 pb-10">
				<h1 className="mt-4 text-15 font-semibold break-words">{name}</h1>
				<Section title="My roles">
					<RolesList memberships={memberships} />
				</Section>
				<Section title="My sessions">
					<Sessions first={sessions} firstError={sessionsError} />
				</Section>
				<Section title="Password">
					{hasPassword === null ? (
						<p className="text-text-2">How you sign in could not be read. Load the page again.</p>
					) : hasPassword ? (
						<OwnPassword name={name} lengthMin={passwordLengthMin} />
					) : (
						<p className="text-text-2">You sign in with {provider ?? 'an identity provider'}; this console has no password of yours.</p>
					)}
				</Section>
			</div>
		</main>
	);
}

function Section({ title, children }: { title: string; children: ReactNode }) {
	return (
		<section aria-label={title} className="mt-5">
			<h2 className="border-b border-line pb-1 text-12 font-medium text-text-3">{title}</h2>
			<div className="pt-1">{children}</div>
		</section>
	);
}
