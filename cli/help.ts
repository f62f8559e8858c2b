import { COMMANDS } from './commands';
import type { Command } from './commands/command';

/** A word of ours beside its explanation, explanations below each other. */
function pairs(lines: readonly (readonly [string, string])[]): string {
	const width = Math.max(...lines.map(([word]) => word.length));
	return lines.map(([word, text]) => `  ${word.padEnd(width)}  ${text}\n`).join('');
}

/** The help of `caracal` itself, or of a group such as `audit`. */
export function overview(group: readonly string[] = []): string {
	const commands = COMMANDS.filter(({ name }) => group.every((word, i) => name[i] === word));
	const list = pairs(commands.map(({ name, argument, summary }) => [[...name, argument ?? ''].join(' ').trim(), summary]));
	return `Usage: caracal ${[...group, 'COMMAND'].join(' ')} [FLAGS]

Commands:
${list}
\`caracal COMMAND --help\` says more of each; \`caracal --version\` says which this is.

Where and as whom:
${pairs([
	['CARACAL_API_URL', 'address of the console (default http://127.0.0.1:3000)'],
	['CARACAL_ADMIN_TOKEN', 'API token, made in the console; or a file with it in CARACAL_ADMIN_TOKEN_FILE'],
	['CARACAL_PROFILE', 'without a token: name of a profile, as with --profile'],
])}
Exit codes: 0 done, 1 an error, said in one line, 2 not understood.
`;
}

/** The help of one command. */
export function commandHelp({ name, argument, summary, flags, details }: Command): string {
	const rows = [...Object.entries(flags), ['help', { short: 'h', help: 'this text' }] as const].map(
		([flag, { short, value, help }]: readonly [string, { short?: string; value?: string; help: string }]): [string, string] => [
			`${short === undefined ? '    ' : `-${short}, `}--${flag}${value === undefined ? '' : ` ${value}`}`,
			help,
		],
	);
	return `Usage: caracal ${[...name, argument ?? ''].join(' ').trim()} [FLAGS]

${summary.charAt(0).toUpperCase()}${summary.slice(1)}.

Flags:
${pairs(rows)}${details === '' ? '' : `\n${details}\n`}`;
}
