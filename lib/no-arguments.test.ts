import { expect, test } from 'vitest';
import { ConfigError } from './errors';
import { refuseArguments } from './no-arguments';

test('an option of a command that takes none is refused by name', () => {
	expect(() => refuseArguments('npm run migrate', ['--force'])).toThrow(ConfigError);
	expect(() => refuseArguments('npm run migrate', ['--force'])).toThrow("Unknown option '--force': `npm run migrate` takes none");
	refuseArguments('npm run migrate', []);
});
