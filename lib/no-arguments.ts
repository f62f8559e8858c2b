import { ConfigError } from './errors';

/**
 * Refuses what is given to a command that takes nothing: an option silently dropped would be taken for obeyed.
 * @param given what stands behind the command
 * @throws ConfigError
 */
export function refuseArguments(command: string, given: readonly string[]): void {
	const [first] = given;
	if (first !== undefined) throw new ConfigError(`Unknown option '${first}': \`${command}\` takes none; it is set up by its environment`);
}
