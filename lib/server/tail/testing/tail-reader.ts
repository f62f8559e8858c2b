import { type Frame, FrameReader } from '../../../tail/sse';

interface Row {
	readonly zone?: string;
	readonly zone_id?: string;
	readonly seq?: number;
	readonly chain_seq?: number;
}

/** A viewer of a test: reads frames, and keeps what it was shown and where to go on. */
export class TailReader {
	/** `zone/seq` in the order shown. */
	readonly shown: string[] = [];
	readonly frames: Frame[] = [];
	lastId: string | null = null;
	isEnded = false;
	private readonly parser = new FrameReader();
	private readonly decoder = new TextDecoder();
	private reader: ReadableStreamDefaultReader<Uint8Array> | null = null;

	/** Goes on with another stream. */
	use(stream: ReadableStream<Uint8Array> | null): this {
		this.reader = stream?.getReader() ?? null;
		this.isEnded = false;
		return this;
	}

	take(frames: readonly Frame[]): void {
		for (const frame of frames) {
			this.frames.push(frame);
			if (frame.event === 'events') {
				for (const row of JSON.parse(frame.data) as Row[]) this.shown.push(`${row.zone ?? row.zone_id}/${row.seq ?? row.chain_seq}`);
				if (frame.id === null) throw new Error('a frame of events without an id');
			} else if (frame.event !== 'id' && frame.id !== null) throw new Error(`a frame ${frame.event} with an id`);
			if (frame.id !== null) this.lastId = frame.id;
		}
	}

	/** Reads until the condition holds or the stream ends. */
	async until(holds: (reader: this) => boolean): Promise<void> {
		while (!holds(this) && !this.isEnded) await this.readOnce();
	}

	async readOnce(): Promise<void> {
		const read = await this.reader?.read();
		if (read === undefined || read.done) this.isEnded = true;
		else this.take(this.parser.push(this.decoder.decode(read.value, { stream: true })));
	}

	async toEnd(): Promise<void> {
		await this.until(() => false);
	}

	async cancel(): Promise<void> {
		await this.reader?.cancel();
	}

	/** The data of frames of this name. */
	of<Data>(event: string): Data[] {
		return this.frames.filter((frame) => frame.event === event).map((frame) => JSON.parse(frame.data) as Data);
	}
}
