import { DEFAULT_PROFILE, profilePath, writeProfile } from '../config/profile';
import { checkToken, checkUrl } from '../config/settings';
import { UsageError } from '../errors';
import type { Command } from './command';

export const profileSet: Command = {
	name: ['profile', 'set'],
	summary: 'write address and token into a profile file that only you can read',
	argumentsMin: 0,
	argumentsMax: 0,
	flags: {
		url: { value: 'URL', help: 'the address of the console' },
		'token-stdin': { help: 'read the token from standard input' },
		profile: { value: 'NAME', help: `the name of the profile (default ${DEFAULT_PROFILE})` },
	},
	details: `The file is ~/.config/caracal/NAME.json with mode 0600. A token is never taken from the command line,
where other programs could see it.

Example:
  caracal profile set --url https://audit.example.com --token-stdin < token.txt`,
	async run({ env, output, readStdin }, flags) {
		const url = flags.text('url');
		if (url === undefined) throw new UsageError('--url is missing');
		if (!flags.has('token-stdin')) throw new UsageError('--token-stdin is missing: the token is read from standard input');
		const path = profilePath(flags.text('profile') ?? env.profile ?? DEFAULT_PROFILE, env.configHome);
		const profile = { url: checkUrl(url, '--url'), token: checkToken((await readStdin()).trim(), 'What came on standard input') };
		writeProfile(path, profile);
		output.notice(`${path} is written`);
	},
};
