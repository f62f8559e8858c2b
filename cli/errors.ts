/** Ends a command with one line on standard error and exit code 1, or the one given: what happened, and what to do. */
export class CliError extends Error {
	override readonly name: string = 'CliError';

	constructor(
		message: string,
		readonly exitCode: 1 | 2 = 1,
	) {
		super(message);
	}
}

/** The command was not understood: one line and exit code 2. */
export class UsageError extends Error {
	override readonly name = 'UsageError';
}
