import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildCli } from '../../scripts/build/cli';

/** What a finished command left. */
export interface Ended {
	readonly code: number | null;
	readonly stdout: string;
	readonly stderr: string;
}

/** A command that runs. */
export class Running {
	private stdoutText = '';
	private stderrText = '';
	private readonly changed = new EventTarget();
	private readonly exit: Promise<number | null>;

	constructor(readonly child: ChildProcessWithoutNullStreams) {
		const changed = () => this.changed.dispatchEvent(new Event('change'));
		child.stdout.setEncoding('utf8').on('data', (text: string) => {
			this.stdoutText += text;
			changed();
		});
		child.stderr.setEncoding('utf8').on('data', (text: string) => {
			this.stderrText += text;
			changed();
		});
		this.exit = once(child, 'close').then(([code]) => {
			changed();
			return code as number | null;
		});
	}

	/** Waits until what was printed satisfies the condition. @throws when the command ends without */
	async until(what: string, holds: (stdout: string, stderr: string) => boolean): Promise<void> {
		while (!holds(this.stdoutText, this.stderrText)) {
			if (this.child.exitCode !== null) throw new Error(`ended before ${what}: ${this.stdoutText}${this.stderrText}`);
			await once(this.changed, 'change');
		}
	}

	async ended(): Promise<Ended> {
		return { code: await this.exit, stdout: this.stdoutText, stderr: this.stderrText };
	}
}

/** The bundled command in a folder of its own, with nothing of this machine's environment but the path. */
export class Bundle {
	readonly folder = mkdtempSync(join(tmpdir(), 'caracal-cli-'));
	readonly file = join(this.folder, 'caracal.mjs');
	private readonly started: Running[] = [];

	async build(): Promise<this> {
		await buildCli(this.file);
		return this;
	}

	start(args: readonly string[], env: Readonly<Record<string, string>> = {}, stdin = ''): Running {
		const path = `${join(process.execPath, '..')}:/usr/bin:/bin`;
		const child = spawn(this.file, args, { env: { NODE_ENV: 'production', PATH: path, HOME: this.folder, ...env } });
		child.stdin.on('error', () => undefined);
		child.stdin.end(stdin);
		const running = new Running(child);
		this.started.push(running);
		return running;
	}

	run(args: readonly string[], env?: Readonly<Record<string, string>>, stdin?: string): Promise<Ended> {
		return this.start(args, env, stdin).ended();
	}

	/** Ends what a failed test left running, and removes the folder. */
	remove(): void {
		for (const { child } of this.started) child.kill('SIGKILL');
		rmSync(this.folder, { recursive: true, force: true });
	}
}
