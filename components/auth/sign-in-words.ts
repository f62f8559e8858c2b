/** What went wrong, by the code that next-auth or a check of ours puts into the address or the answer. */
const WORDS: Readonly<Record<string, string>> = {
	CredentialsSignin: 'Name or password is wrong.',
	rate_limited: 'Too many failed attempts for this name or from here. Wait 15 minutes, then try again.',
	unavailable: 'The database cannot be reached, so nobody can sign in. Try again in a moment.',
	csrf: 'This page was open for too long. Try again.',
	account_disabled: 'This account is disabled. Ask an administrator.',
	AccessDenied: 'The identity provider let you in, but this console did not. Ask an administrator.',
	OAuthSignin:
		'The identity provider could not be reached. Try again; if it stays, whoever runs this console finds the cause in the log of the web process.',
	OAuthCallback: 'The identity provider did not confirm who you are: you cancelled, or it took too long. Try again.',
	OAuthAccountNotLinked: 'This account signs in another way.',
	Callback:
		'Signing in failed on the server after the identity provider let you in. Try again; if it stays, see the log of the web process.',
	Configuration: 'Signing in is not set up correctly. Whoever runs this console finds the cause in the log of the web process.',
};

const UNFORESEEN = 'Signing in failed on the server. Try again; if it stays, look at the log of the web process.';

/** The words for a code of failure. */
export function signInProblem(code: string): string {
	return Object.hasOwn(WORDS, code) ? (WORDS[code] ?? UNFORESEEN) : UNFORESEEN;
}

/** Codes that say why one is asked to sign in, and are no failure. */
const REASONS: Readonly<Record<string, string>> = {
	ended: 'Your session has ended: it expired, was revoked, or another place signed you out. Sign in to go on where you were.',
	SessionRequired: 'Sign in to open this page.',
};

/** What the sign-in page says before anybody typed, by its address. */
export function signInNotice(asked: {
	readonly ended: boolean;
	readonly error: string | null;
}): { words: string; isProblem: boolean } | null {
	if (asked.error !== null) {
		const reason = Object.hasOwn(REASONS, asked.error) ? REASONS[asked.error] : undefined;
		return reason === undefined ? { words: signInProblem(asked.error), isProblem: true } : { words: reason, isProblem: false };
	}
	return asked.ended ? { words: REASONS.ended ?? '', isProblem: false } : null;
}
