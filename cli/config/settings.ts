import type { CliEnv } from '../env';
import { CliError } from '../errors';
import { DEFAULT_PROFILE, type Profile, profilePath, readProfile } from './profile';

export const DEFAULT_URL = 'http://127.0.0.1:3000';

/** The address, checked: http or https, without credentials, query or fragment. @throws CliError; it never repeats the credentials */
export function checkUrl(text: string, from: string): string {
	const url = URL.canParse(text) ? new URL(text) : null;
	if (url === null || !['http:', 'https:'].includes(url.protocol))
		throw new CliError(`${from} is not an address like https://audit.example.com: correct it`);
	if (url.username !== '' || url.password !== '')
		throw new CliError(`${from} has a user or password in it: take it out, the token is enough`);
	if (url.search !== '' || url.hash !== '') throw new CliError(`${from} has a ? or # in it: give the address of the console alone`);
	return url.href.replace(/\/+$/, '');
}

/** The token, checked to be one a header can carry. @throws CliError; it never repeats the token */
export function checkToken(text: string, from: string): string {
	if (!/^[\x21-\x7e]{1,4096}$/.test(text)) throw new CliError(`${from} is not a token: copy it again, without spaces and line breaks`);
	return text;
}

function checked(url: string, urlFrom: string, token: string, tokenFrom: string): Profile {
	return { url: checkUrl(url, urlFrom), token: checkToken(token, tokenFrom) };
}

/**
 * Where to ask and with which token. Both come from one place, so that no token is sent to a console it is not meant for:
 * the profile named by `--profile`, else the environment when it has a token, else the profile CARACAL_PROFILE names or `profile`.
 * @throws CliError that says what to set
 */
export function settings(env: CliEnv, profileFlag: string | undefined): Profile {
	if (profileFlag === undefined && env.token !== undefined)
		return checked(env.apiUrl ?? DEFAULT_URL, 'CARACAL_API_URL', env.token, 'CARACAL_ADMIN_TOKEN');
	const named = profileFlag ?? env.profile;
	const path = profilePath(named ?? DEFAULT_PROFILE, env.configHome);
	const profile = readProfile(path);
	if (profile === null) {
		if (named !== undefined)
			throw new CliError(`There is no profile ${path}: write it with \`caracal profile set --profile ${named} --url URL --token-stdin\``);
		throw new CliError(
			'There is no token: set CARACAL_ADMIN_TOKEN, or write a profile with `caracal profile set --url URL --token-stdin`; tokens are made in the console under API tokens',
		);
	}
	const found = checked(profile.url, `The url in ${path}`, profile.token, `The token in ${path}`);
	if (profileFlag === undefined && env.apiUrl !== undefined && checkUrl(env.apiUrl, 'CARACAL_API_URL') !== found.url)
		throw new CliError(
			`CARACAL_API_URL is another console than that of ${path} (${found.url}), whose token is not sent elsewhere: set CARACAL_ADMIN_TOKEN too, or unset CARACAL_API_URL`,
		);
	return found;
}
