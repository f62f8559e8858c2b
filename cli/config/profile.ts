import { closeSync, fstatSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { CliError, UsageError } from '../errors';

/** Where a console is and what opens it. */
export interface Profile {
	readonly url: string;
	readonly token: string;
}

export const DEFAULT_PROFILE = 'profile';
const OTHERS = 0o077;

/** The file of a profile: `~/.config/caracal/NAME.json`. @throws UsageError for a name that is none */
export function profilePath(name: string, configHome: string | undefined): string {
	if (!/^[A-Za-z0-9_][A-Za-z0-9._-]{0,63}$/.test(name))
		throw new UsageError(`A profile's name has letters, digits, dots, dashes and underscores, at most 64; ${JSON.stringify(name)} is none`);
	return join(configHome ?? join(homedir(), '.config'), 'caracal', `${name}.json`);
}

function isMissing(error: unknown): boolean {
	return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

function readPrivate(path: string): string | null {
	let file: number;
	try {
		file = openSync(path, 'r');
	} catch (error) {
		if (isMissing(error)) return null;
		throw new CliError(`${path} cannot be read: see to its owner and mode (it must be yours, mode 0600)`);
	}
	try {
		const stat = fstatSync(file);
		if (!stat.isFile()) throw new CliError(`${path} is not a file: move it away, then run \`caracal profile set\``);
		if (process.platform !== 'win32' && (stat.mode & OTHERS) !== 0)
			throw new CliError(
				`${path} holds a token and is open to others (mode ${(stat.mode & 0o777).toString(8).padStart(4, '0')}): run \`chmod 600 ${path}\``,
			);
		return readFileSync(file, 'utf8');
	} finally {
		closeSync(file);
	}
}

/**
 * The profile, or null when there is no such file.
 * @throws CliError when others may read it, or it is not a profile
 */
export function readProfile(path: string): Profile | null {
	const text = readPrivate(path);
	if (text === null) return null;
	try {
		const value: unknown = JSON.parse(text);
		if (value !== null && typeof value === 'object' && 'url' in value && 'token' in value)
			if (typeof value.url === 'string' && typeof value.token === 'string') return { url: value.url, token: value.token };
	} catch (error) {
		if (!(error instanceof SyntaxError)) throw error;
	}
	throw new CliError(`${path} is not a profile ({"url": "...", "token": "..."}): write it again with \`caracal profile set\``);
}

/** Writes the profile, whole or not at all, readable by nobody else at any moment. @throws CliError */
export function writeProfile(path: string, profile: Profile): void {
	const draft = `${path}.${process.pid}.new`;
	try {
		mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
		writeFileSync(draft, `${JSON.stringify(profile, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
		renameSync(draft, path);
	} catch (error) {
		rmSync(draft, { force: true });
		throw new CliError(
			`${path} cannot be written (${error instanceof Error && 'code' in error ? error.code : 'unknown reason'}): see to the folder`,
		);
	}
}
