import { visible } from '../lib/events/visible';
import { createApi } from './api/client';
import { patient } from './api/patient';
import { type Flags, parseFlags } from './args/flags';
import { COMMANDS } from './commands';
import type { Command, CommandContext } from './commands/command';
import { settings } from './config/settings';
import { CliError, UsageError } from './errors';
import { commandHelp, overview } from './help';
import { VERSION } from './version';

/** What the process gives to a command, whichever it is. */
export type Surroundings = Omit<CommandContext, 'api'>;

const HELP = ['--help', '-h'];

function find(words: readonly string[]): Command | undefined {
	return COMMANDS.find(({ name }) => name.every((word, i) => words[i] === word));
}

function isGroup(word: string | undefined): boolean {
	return COMMANDS.some(({ name }) => name.length > 1 && name[0] === word);
}

function helpFor(words: readonly string[]): string {
	const command = find(words);
	if (command !== undefined) return commandHelp(command);
	return overview(words[0] !== undefined && isGroup(words[0]) ? [words[0]] : []);
}

/** @throws UsageError when no command has this name */
function unknown(words: readonly string[]): UsageError {
	const group = words[0];
	if (group !== undefined && isGroup(group)) {
		const known = COMMANDS.filter(({ name }) => name[0] === group).map(({ name }) => name[1]);
		return new UsageError(
			words[1] === undefined ? `${group} what? ${known.join(' or ')}` : `${group} has no ${words[1]}, only ${known.join(' and ')}`,
		);
	}
	return new UsageError(`there is no command ${group}; see \`caracal --help\``);
}

function checkArguments(command: Command, flags: Flags): void {
	const { argumentsMin, argumentsMax, argument } = command;
	const given = flags.positionals.length;
	if (given < argumentsMin) throw new UsageError(`${argument} is missing`);
	if (given > argumentsMax) throw new UsageError(`${JSON.stringify(flags.positionals[argumentsMax])} is one argument too many`);
}

async function runCommand(surroundings: Surroundings, command: Command, args: readonly string[]): Promise<void> {
	const flags = parseFlags(args, command.flags);
	checkArguments(command, flags);
	const { env, output, sleep } = surroundings;
	await command.run(
		{
			...surroundings,
			// made when first asked for: a command that asks no console needs no token
			get api() {
				const api = createApi(settings(env, flags.text('profile')));
				// following waits for the console in a way of its own
				return flags.has('follow') ? api : patient(api, sleep, output.notice);
			},
		},
		flags,
	);
}

async function dispatch(surroundings: Surroundings, argv: readonly string[]): Promise<void> {
	const { output } = surroundings;
	const end = argv.indexOf('--');
	const [first, ...rest] = argv;
	const asksHelp = (end === -1 ? argv : argv.slice(0, end)).some((word) => HELP.includes(word));
	if (first === '--version' || first === '-V' || first === 'version') return output.write(`caracal ${VERSION}\n`);
	if (first === undefined) throw new UsageError('which command? See `caracal --help`');
	if (first === 'help') return output.write(helpFor(rest));
	if (asksHelp) return output.write(helpFor(argv));
	const command = find(argv);
	if (command === undefined) throw unknown(argv);
	await runCommand(surroundings, command, argv.slice(command.name.length));
}

/**
 * Runs the command line.
 * @returns the exit code: 0, 1 for an error and 2 for arguments that are not understood or what cannot be told, each said in one line
 */
export async function run(surroundings: Surroundings, argv: readonly string[]): Promise<number> {
	const { notice } = surroundings.output;
	try {
		await dispatch(surroundings, argv);
		return 0;
	} catch (error) {
		if (error instanceof UsageError) {
			const command = find(argv);
			notice(`${visible(error.message)}${command === undefined ? '' : `; see \`caracal ${command.name.join(' ')} --help\``}`);
			return 2;
		}
		notice(
			error instanceof CliError
				? visible(error.message)
				: `something failed that nobody foresaw (${visible(String(error)).slice(0, 200)}): please report it`,
		);
		return error instanceof CliError ? error.exitCode : 1;
	}
}
