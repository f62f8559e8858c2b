/** Ends a command with one line on standard error and exit code 1: what happened, and what to do. */
export class CliError extends Error {
	override readonly name: string = 'CliError';
}

/** The command was not understood: one line and exit code 2. */
export class UsageError extends Error {
	override readonly name = 'UsageError';
}
