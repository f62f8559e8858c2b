import type { LineBlock } from './line-reader';
import type { SoundEvents } from './sound-events';

/** A block whose events somebody has read already, or null when nobody has. */
export interface ReadBlock extends LineBlock {
	readonly sound: SoundEvents | null;
}

/** Others that read the events of blocks meanwhile. */
export interface ReadAhead {
	/** Takes the block's bytes over and gives them back with what it read. */
	read(block: LineBlock): Promise<ReadBlock>;
	/** Blocks that may be with them at once. */
	readonly blocksMax: number;
}

/** The blocks in their order; with somebody to read ahead, as they come back. */
export async function* readBlocks(
	blocks: AsyncIterable<LineBlock>,
	ahead: ReadAhead | undefined,
): AsyncGenerator<ReadBlock, void, undefined> {
	const away: Promise<ReadBlock>[] = [];
	let failure: { readonly error: unknown } | null = null;
	try {
		for await (const { bytes, end } of blocks) {
			if (ahead === undefined) {
				yield { bytes, end, sound: null };
				continue;
			}
			const back = ahead.read({ bytes: bytes.slice(0, end), end });
			// waited for below; until then a failure is nobody's
			back.catch(() => undefined);
			away.push(back);
			const [first] = away;
			if (away.length < ahead.blocksMax || first === undefined) continue;
			yield await first;
			away.shift();
		}
	} catch (error) {
		// what stands before the place where the file is wrong is told first
		failure = { error };
	}
	for (const back of away) yield await back;
	if (failure !== null) throw failure.error;
}
