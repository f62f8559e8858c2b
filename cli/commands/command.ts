import type { Api } from '../api/client';
import type { FlagSpecs, Flags } from '../args/flags';
import type { CliEnv } from '../env';
import type { Output } from '../output/terminal';

/** What a command works with; everything that is not pure comes in here. */
export interface CommandContext {
	readonly env: CliEnv;
	readonly output: Output;
	/** The console of the settings. @throws CliError when there is no token */
	readonly api: Api;
	readonly nowMicros: () => bigint;
	readonly random: () => number;
	/** Waits; ends early, without an error, when the signal fires. */
	readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
	/** From here on Ctrl-C and a request to end fire this signal instead of ending the process; a second one ends it. */
	readonly untilStopped: () => AbortSignal;
	readonly readStdin: () => Promise<string>;
}

export interface Command {
	/** `['audit', 'tail']` */
	readonly name: readonly string[];
	/** One line, for the list of commands. */
	readonly summary: string;
	/** What stands beside the flags, for its help: `REQUEST_ID`. */
	readonly argument?: string;
	/** How many of it there must and may be. */
	readonly argumentsMin: number;
	readonly argumentsMax: number;
	readonly flags: FlagSpecs;
	/** Paragraphs and examples below the flags. */
	readonly details: string;
	run(context: CommandContext, flags: Flags): Promise<void>;
}

/** Flags of every command that asks a console. */
export const CONSOLE_FLAGS: FlagSpecs = {
	profile: { value: 'NAME', help: 'take address and token from this profile' },
};
export const JSON_FLAG: FlagSpecs = { json: { help: 'JSON, for programs' } };
