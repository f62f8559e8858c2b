import { once } from 'node:events';

/** Where results and remarks go. */
export interface Output {
	/** Results: standard output. Waits while the reader is slow. */
	write(text: string): Promise<void>;
	/** A remark for people: standard error, one line. */
	notice(line: string): void;
	readonly isTerminal: boolean;
	/** Width of the terminal in characters, null when the output goes elsewhere. */
	readonly columns: number | null;
	readonly colour: boolean;
}

interface Streams {
	readonly stdout: NodeJS.WriteStream;
	readonly stderr: NodeJS.WriteStream;
}

/**
 * Output to the process's own streams. A reader that has gone (`| head`) ends the process at once and quietly: nobody is left
 * to read more.
 */
export function createOutput(
	{ stdout, stderr }: Streams,
	env: { noColor: boolean; term: string | undefined },
	exit: (code: number) => never,
): Output {
	stdout.on('error', (error: NodeJS.ErrnoException) => {
		if (error.code === 'EPIPE') exit(0);
		stderr.write(`caracal: the output cannot be written (${error.code ?? 'unknown reason'})\n`);
		exit(1);
	});
	// without a reader for remarks the command still does its work
	stderr.on('error', () => undefined);
	const isTerminal = stdout.isTTY === true;
	return {
		async write(text) {
			if (text !== '' && !stdout.write(text)) await once(stdout, 'drain');
		},
		notice(line) {
			stderr.write(`caracal: ${line}\n`);
		},
		isTerminal,
		get columns() {
			return isTerminal ? stdout.columns : null;
		},
		colour: isTerminal && !env.noColor && env.term !== 'dumb',
	};
}
