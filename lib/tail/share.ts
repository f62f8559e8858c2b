import { type FollowIo, follow } from './follow';
import type { Link } from './link';
import type { TailQuestion, TailStart } from './question';

/** What a tab is told of the tail it follows. */
export type TailMessage =
	/** It follows a stream now, together with as many others. `stats` are those of the stream until now, as text, when it runs already. */
	| { readonly kind: 'joined'; readonly link: Link; readonly id: string | null; readonly stats: string | null }
	| { readonly kind: 'link'; readonly link: Link }
	/** A frame as it came. */
	| { readonly kind: 'frame'; readonly event: string; readonly data: string; readonly id: string | null }
	/** How many tabs follow this stream, and how many streams this browser has open. */
	| { readonly kind: 'company'; readonly tabs: number; readonly streams: number };

/** One tab's wish. */
export interface Follower {
	readonly question: TailQuestion;
	readonly start: TailStart;
	/** Whom the session belongs to: streams of one person are never shared with another's. */
	readonly who: string;
	readonly tell: (message: TailMessage) => void;
}

/** Of the six connections that a browser opens to a host over HTTP/1.1, two are left for everything else. */
export const STREAMS_MAX = 4;

interface Stream {
	readonly key: string;
	readonly followers: Set<Follower>;
	readonly stop: AbortController;
	id: string | null;
	stats: string | null;
	link: Link;
}

/** What two tabs must have in common to follow the same stream. */
function keyOf({ question, who }: Follower): string {
	return JSON.stringify([who, question.q, [...question.zones].sort()]);
}

/**
 * The streams of one browser. Tabs that ask the same share one. A tab that begins in the past has one of its own until it has come to
 * where another stands: two streams of one question whose last ids are equal are at the same place, and become one.
 */
export class SharedTails {
	private readonly streams = new Set<Stream>();
	private readonly waiting = new Set<Follower>();

	/** @param io connections of whose session it is */
	constructor(private readonly io: (who: string) => FollowIo) {}

	follow(follower: Follower): void {
		const { after, since } = follower.start;
		const key = keyOf(follower);
		const running = [...this.streams].find((stream) => stream.key === key && stream.link.kind !== 'ended');
		if (after === null && since === null && running !== undefined) this.join(follower, running);
		else if (this.streams.size >= STREAMS_MAX) {
			this.waiting.add(follower);
			follower.tell({ kind: 'joined', link: { kind: 'queued' }, id: null, stats: null });
		} else this.open(follower, key);
		this.tellCompany();
	}

	leave(follower: Follower): void {
		this.waiting.delete(follower);
		for (const stream of this.streams) {
			if (!stream.followers.delete(follower) || stream.followers.size > 0) continue;
			this.close(stream);
		}
		this.tellCompany();
	}

	get count(): number {
		return this.streams.size;
	}

	private join(follower: Follower, stream: Stream): void {
		stream.followers.add(follower);
		follower.tell({ kind: 'joined', link: stream.link, id: stream.id, stats: stream.stats });
	}

	private open(follower: Follower, key: string): void {
		const stream: Stream = { key, followers: new Set(), stop: new AbortController(), id: null, stats: null, link: { kind: 'connecting' } };
		this.streams.add(stream);
		this.join(follower, stream);
		void this.run(stream, follower);
	}

	private async run(stream: Stream, { question, start, who }: Follower): Promise<void> {
		for await (const followed of follow(question, start, this.io(who), stream.stop.signal)) {
			if (stream.stop.signal.aborted) return;
			if (followed.kind === 'link') {
				stream.link = followed.link;
				// the server counts anew
				if (followed.link.kind === 'open') stream.stats = null;
				this.tell(stream, followed);
				if (followed.link.kind === 'ended') this.ended(stream);
				continue;
			}
			const { event, data, id } = followed.frame;
			if (event === 'stats') stream.stats = data;
			if (id !== null) stream.id = id;
			this.tell(stream, { kind: 'frame', event, data, id });
			if (id !== null) this.merge(stream);
		}
	}

	/** Tabs of a stream at the same place as another of the same question go over to the older one. */
	private merge(stream: Stream): void {
		const at = [...this.streams].filter((each) => each.key === stream.key && each.id === stream.id && each.link.kind === 'open');
		const [first, ...others] = at;
		if (first === undefined || others.length === 0) return;
		for (const other of others) {
			for (const follower of other.followers) this.join(follower, first);
			other.followers.clear();
			this.close(other);
		}
		this.tellCompany();
	}

	private tell(stream: Stream, message: TailMessage): void {
		for (const follower of [...stream.followers]) follower.tell(message);
	}

	/** An ended stream takes no connection; whoever followed it was told why. */
	private ended(stream: Stream): void {
		stream.followers.clear();
		this.close(stream);
		this.tellCompany();
	}

	private close(stream: Stream): void {
		stream.stop.abort();
		this.streams.delete(stream);
		const [next] = this.waiting;
		if (next === undefined) return;
		this.waiting.delete(next);
		this.follow(next);
	}

	private tellCompany(): void {
		for (const stream of this.streams) this.tell(stream, { kind: 'company', tabs: stream.followers.size, streams: this.streams.size });
	}
}
