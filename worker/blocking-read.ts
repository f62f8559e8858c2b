import type { Redis } from 'ioredis';
import { type ReadPage, type StreamReply, toPage } from './entries';
import { within } from './within';

/** Time beyond the block for a reply to arrive; without one the server has vanished without a word. */
const REPLY_MS_MAX = 10_000;
/** Time for an interrupted read to hand over what Redis had given it already. */
const HANDOVER_MS_MAX = 1_000;

/**
 * XREADGROUP on a connection of its own: a blocking read holds up every other command behind it. `interrupt` asks Redis to end
 * the block, so that entries already on their way still arrive; cutting the connection would leave them pending.
 */
export class BlockingReader {
	private clientId: Promise<unknown> | null = null;
	private reading: Promise<unknown> | null = null;

	/**
	 * @param redis used by nothing else
	 * @param control another connection, to reach Redis while the first one is blocked
	 */
	constructor(
		private readonly redis: Redis,
		private readonly control: Redis,
	) {
		redis.on('close', () => {
			this.clientId = null;
		});
	}

	get connected(): boolean {
		return this.redis.status === 'ready';
	}

	/**
	 * Reads what is new for the consumer, waiting at most `blockMs` for it. `count` is per stream.
	 * @throws what Redis says, or when it does not answer
	 */
	async read(options: { group: string; consumer: string; count: number; blockMs: number; streams: readonly string[] }): Promise<ReadPage> {
		const { group, consumer, count, blockMs, streams } = options;
		this.clientId ??= within('Redis', REPLY_MS_MAX, this.redis.client('ID'));
		await this.clientId;
		const asked = ['GROUP', group, consumer, 'COUNT', count, 'BLOCK', blockMs, 'STREAMS', ...streams, ...streams.map(() => '>')];
		const reply = this.redis.callBuffer('XREADGROUP', ...asked) as Promise<readonly StreamReply[] | null>;
		this.reading = reply;
		try {
			return toPage(await within('the read from Redis', blockMs + REPLY_MS_MAX, reply));
		} catch (error) {
			if (this.redis.status === 'ready' && !isReplyError(error)) this.redis.disconnect(true);
			throw error;
		} finally {
			this.reading = null;
		}
	}

	/** Ends a blocked read. Reads after it fail. */
	async interrupt(): Promise<void> {
		const { reading } = this;
		if (reading !== null) {
			const unblock = async () => {
				await this.control.client('UNBLOCK', Number(await this.clientId));
				await reading;
			};
			// where CLIENT is not allowed, cutting the connection below does it; what was on its way is then delivered again
			await within('the interrupted read', HANDOVER_MS_MAX, unblock()).catch(() => undefined);
		}
		this.redis.disconnect();
	}
}

/** Whether Redis itself refused, so that the connection is sound. */
function isReplyError(error: unknown): boolean {
	return error instanceof Error && error.name === 'ReplyError';
}
