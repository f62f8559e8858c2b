import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import type { Database } from '../../database';
import { COMMIT_CHANNEL } from '../../ledger/append';

const PAUSE_MS_MIN = 100;
const PAUSE_MS_MAX = 2_000;

/**
 * One connection that is told of commits. It is opened again for as long as it takes whenever it is lost; the driver's own `listen`
 * gives up when the database is away at the first try.
 */
export class CommitListener {
	private client: postgres.Sql | null = null;
	private isClosed = false;

	/**
	 * @param db its options are used, not its connections
	 * @param told of a commit, and each time the connection stands: whatever was committed before is not told of
	 */
	constructor(
		private readonly db: Database,
		private readonly told: () => void,
	) {}

	/** Whether the connection stands. */
	isListening = false;

	/** Listens until `close`. */
	async run(): Promise<void> {
		let pauseMs = PAUSE_MS_MIN;
		while (!this.isClosed) {
			const heard = await this.listen();
			this.isListening = false;
			pauseMs = heard ? PAUSE_MS_MIN : Math.min(pauseMs * 2, PAUSE_MS_MAX);
			if (!this.isClosed) await sleep(pauseMs);
		}
	}

	/** Resolves when the connection is lost: whether it ever stood. */
	private async listen(): Promise<boolean> {
		let lose: () => void = () => {};
		const lost = new Promise<false>((resolve) => {
			lose = () => resolve(false);
		});
		// the notifications of a connection are an option that the driver's types do not name
		const options = {
			...(this.db.$client.options as unknown as postgres.Options<Record<string, never>>),
			max: 1,
			idle_timeout: 0,
			max_lifetime: null,
			onclose: () => lose(),
			onnotify: () => this.told(),
		} as postgres.Options<Record<string, never>>;
		const client = postgres(options) as unknown as postgres.Sql;
		this.client = client;
		try {
			const stands = await Promise.race([client.unsafe(`listen ${COMMIT_CHANNEL}`).then(() => true), lost]);
			if (!stands) return false;
			this.isListening = true;
			this.told();
			await lost;
			return true;
		} catch {
			// the database is away, which the next try will find too
			return false;
		} finally {
			await end(client);
		}
	}

	async close(): Promise<void> {
		this.isClosed = true;
		if (this.client !== null) await end(this.client);
	}
}

async function end(client: postgres.Sql): Promise<void> {
	try {
		await client.end({ timeout: 0 });
	} catch {
		// it was gone already
	}
}
