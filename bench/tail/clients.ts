import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface, type Interface } from 'node:readline';
import { ROOT } from '../../scripts/bootstrap/paths.mjs';
import { inheritedEnv } from '../../scripts/env';

export interface Measured {
	/** Rows in what arrived; when it is only sampled, those looked at. */
	readonly rows: number;
	/** Pieces that arrived with a row in them. */
	readonly pieces: number;
	readonly p50: number;
	readonly p99: number;
	readonly max: number;
	/** Connections still open. */
	readonly left: number;
}

/** The process of the viewers. */
export class Clients {
	private readonly child: ChildProcess;
	private readonly lines: Interface;

	constructor() {
		this.child = spawn(process.execPath, ['--import', 'tsx', 'bench/tail/clients-main.ts'], {
			cwd: ROOT,
			stdio: ['pipe', 'pipe', 'inherit'],
			env: { ...inheritedEnv(), NODE_ENV: 'production' },
		});
		if (this.child.stdout === null) throw new Error('the viewers cannot be heard');
		this.lines = createInterface({ input: this.child.stdout });
	}

	open(port: number, token: string, paths: readonly string[]): Promise<{ open: number; refused: number }> {
		return this.order({ do: 'open', port, token, paths });
	}

	/** @param isSampled looks at the first row of a piece alone */
	measure(seconds: number, isSampled: boolean): Promise<Measured> {
		return this.order({ do: 'measure', seconds, isSampled });
	}

	async close(): Promise<void> {
		await this.order({ do: 'close' });
	}

	churn(port: number, token: string, count: number): Promise<{ open: number; refused: number }> {
		return this.order({ do: 'churn', port, token, count });
	}

	async stop(): Promise<void> {
		this.child.stdin?.end();
		if (this.child.exitCode === null) await once(this.child, 'exit');
	}

	private async order<Answer>(order: object): Promise<Answer> {
		const answered = once(this.lines, 'line');
		this.child.stdin?.write(`${JSON.stringify(order)}\n`);
		const [line] = (await answered) as [string];
		return JSON.parse(line) as Answer;
	}
}
