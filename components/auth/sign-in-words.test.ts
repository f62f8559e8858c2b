import { expect, test } from 'vitest';
import { signInNotice, signInProblem } from './sign-in-words';

test.each(['OAuthCallback', 'OAuthSignin', 'AccessDenied', 'Callback', 'Configuration', 'account_disabled', 'rate_limited'])(
	'%s has words of its own',
	(code) => {
		expect(signInProblem(code)).not.toBe(signInProblem('nobody knows this code'));
	},
);

test.each(['', 'constructor', '__proto__', '<b>'])('the code %j of a foreign link is told in our words', (code) => {
	expect(signInNotice({ ended: false, error: code })).toEqual({ words: signInProblem('nobody knows this code'), isProblem: true });
});

test('being asked to sign in is no problem, and a failure is told before an ended session', () => {
	expect(signInNotice({ ended: false, error: 'SessionRequired' })).toMatchObject({ isProblem: false });
	expect(signInNotice({ ended: true, error: null })).toMatchObject({ isProblem: false });
	expect(signInNotice({ ended: true, error: 'OAuthCallback' })).toMatchObject({ isProblem: true });
	expect(signInNotice({ ended: false, error: null })).toBeNull();
});
