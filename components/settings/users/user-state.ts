import type { User } from '@/lib/api/access';
import type { AccessState } from '../state-mark';

export function userState(user: User): AccessState {
	if (user.disabled) return 'disabled';
	return user.must_change_password ? 'must_change' : 'active';
}

/** How an account signs in. @param provider what people call the identity provider, or null when there is none */
export function signInWords(user: User, provider: string | null): string {
	return user.kind === 'local' ? 'password' : (provider ?? 'identity provider');
}
