import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CliEnv } from '../env';
import { profilePath, readProfile, writeProfile } from './profile';
import { checkToken, checkUrl, settings } from './settings';

let home: string;
beforeEach(() => {
	home = mkdtempSync(join(tmpdir(), 'caracal-settings-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const env = (given: Partial<CliEnv>): CliEnv => ({
	apiUrl: undefined,
	token: undefined,
	profile: undefined,
	configHome: home,
	noColor: false,
	term: undefined,
	...given,
});
const save = (name: string, url: string) => writeProfile(profilePath(name, home), { url, token: `token-of-${name}` });

test('the environment, when it has a token', () => {
	save('profile', 'https://a.example');
	expect(settings(env({ token: 't' }), undefined)).toEqual({ url: 'http://127.0.0.1:3000', token: 't' });
	expect(settings(env({ token: 't', apiUrl: 'https://b.example/base/', profile: 'x' }), undefined)).toEqual({
		url: 'https://b.example/base',
		token: 't',
	});
});

test('else a profile: the one named, or the default', () => {
	save('profile', 'https://a.example');
	save('prod', 'https://p.example');
	expect(settings(env({}), undefined).token).toBe('token-of-profile');
	expect(settings(env({ profile: 'prod' }), undefined).token).toBe('token-of-prod');
	expect(settings(env({ apiUrl: 'https://a.example/' }), undefined).token).toBe('token-of-profile');
});

test('a profile named on the command line comes before everything', () => {
	save('prod', 'https://p.example');
	expect(settings(env({ token: 't', apiUrl: 'https://b.example' }), 'prod')).toEqual({ url: 'https://p.example', token: 'token-of-prod' });
});

test('what is missing or mixed is said', () => {
	expect(() => settings(env({}), undefined)).toThrow('There is no token');
	expect(() => settings(env({}), 'prod')).toThrow('There is no profile');
	expect(() => settings(env({}), '../x')).toThrow('"../x" is none');
	save('profile', 'https://a.example');
	expect(() => settings(env({ apiUrl: 'https://b.example' }), undefined)).toThrow('whose token is not sent elsewhere');
});

test('addresses and tokens that cannot work are refused without being repeated', () => {
	for (const url of ['ftp://x', 'console', 'https://u:secret@x', 'https://x/?token=secret', 'https://x/#secret']) {
		expect(() => checkUrl(url, 'CARACAL_API_URL')).toThrow(/^CARACAL_API_URL (?!.*secret)/);
	}
	for (const token of ['a secret', 'secret\n', 'sécret', ''])
		expect(() => checkToken(token, 'It')).toThrow(/^It is not a token(?!.*secret)/);
});

test('a file that others may read, or that is no file, is refused', () => {
	const path = profilePath('profile', home);
	save('profile', 'https://a.example');
	for (const mode of [0o640, 0o604, 0o620]) {
		chmodSync(path, mode);
		expect(() => readProfile(path)).toThrow(`mode 0${mode.toString(8)}): run \`chmod 600`);
	}
	chmodSync(path, 0o400);
	expect(readProfile(path)?.url).toBe('https://a.example');
	mkdirSync(profilePath('folder', home));
	expect(() => readProfile(profilePath('folder', home))).toThrow('is not a file');
	writeFileSync(profilePath('broken', home), '{"token": "secret', { mode: 0o600 });
	expect(() => readProfile(profilePath('broken', home))).toThrow(/is not a profile(?!.*secret)/);
	expect(readProfile(profilePath('none', home))).toBeNull();
});
