import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { COMMANDS } from './commands';
import { commandHelp, overview } from './help';

test('every command and every flag is in the help, on lines of a hundred characters', () => {
	for (const command of COMMANDS) {
		expect(overview()).toContain(command.name.join(' '));
		const help = commandHelp(command);
		for (const flag of Object.keys(command.flags)) expect(help).toContain(`--${flag}`);
		expect(help.split('\n').filter((line) => line.length > 110)).toEqual([]);
	}
	expect(overview(['audit'])).not.toContain('whoami');
});

test('the README names every command, flag and variable', () => {
	const readme = readFileSync(new URL('README.md', import.meta.url), 'utf8');
	for (const { name, flags } of COMMANDS) {
		expect(readme).toContain(`caracal ${name.join(' ')}`);
		for (const flag of Object.keys(flags)) expect(readme).toContain(`--${flag}`);
	}
	for (const [name] of overview().matchAll(/CARACAL_[A-Z_]+/g)) expect(readme).toContain(name);
});
