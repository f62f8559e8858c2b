import { textAt, textsAt } from '../events/read-json';
import { code, id, type Segment, say } from '../events/words';
import { instantOf, type Place, type Sure } from './event';
import type { Reading } from './reading';

/** What authority hangs on. */
export type LinkKind = 'edge' | 'session' | 'authority';

export interface LinkChange {
	readonly what: 'started' | 'suspended' | 'resumed' | 'ended';
	readonly how: 'created' | 'started' | 'suspended' | 'resumed' | 'revoked' | 'expired' | 'terminated';
	readonly at: bigint;
	readonly place: Place;
	readonly reason: string;
}

/** How a link stands at an instant. */
export interface LinkStatus {
	/** `unknown`: the events at hand say nothing of it. */
	readonly state: 'alive' | 'suspended' | 'ended' | 'unknown';
	readonly how: LinkChange['how'] | null;
	/** Since when, or null. */
	readonly since: string | null;
	readonly reason: string;
	/** The event that says so, or null. */
	readonly place: Place | null;
	readonly sure: Sure;
	readonly why: readonly Segment[];
}

/** Everything the events say about the beginning and the end of links. */
export class LinkLives {
	private readonly lives = new Map<string, LinkChange[]>();
	private readonly ends = new Map<string, LinkChange>();

	private add(kind: LinkKind, linkId: string, change: LinkChange): void {
		if (linkId === '') return;
		const key = `${kind}\n${linkId}`;
		const life = this.lives.get(key);
		if (life === undefined) this.lives.set(key, [change]);
		else life.push(change);
	}

	/** Brings each life into order and drops what cannot count: nothing comes after the end of an edge or a record. */
	private settle(): this {
		for (const [key, life] of this.lives) {
			life.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.place.seq - b.place.seq));
			const kept: LinkChange[] = [];
			for (const change of life) {
				const last = kept.at(-1);
				// a session that was only announced as revoked was suspended, and may come back
				const isFinal = last?.what === 'ended' && (last.how === 'terminated' || change.what !== 'resumed');
				if (!isFinal || (last.how === 'revoked' && change.how === 'terminated')) kept.push(change);
			}
			this.lives.set(key, kept);
			const end = kept.find((change) => change.what === 'ended');
			if (end !== undefined) this.ends.set(key, end);
		}
		return this;
	}

	/** The changes of a link, earliest first. */
	of(kind: LinkKind, linkId: string): readonly LinkChange[] {
		return this.lives.get(`${kind}\n${linkId}`) ?? [];
	}

	/** Reads the lives from events in any order. Linear but for the sort of each life. */
	static from(readings: readonly Reading[]): LinkLives {
		const lives = new LinkLives();
		for (const reading of readings) lives.learn(reading);
		return lives.settle();
	}

	private learn(reading: Reading): void {
		const { meta, event, place } = reading;
		if (!event.eventType.startsWith('session_') && !event.eventType.startsWith('delegation_')) return;
		const at = reading.placedAt;
		const reason = textAt(meta, 'reason');
		const change = (what: LinkChange['what'], how: LinkChange['how']): LinkChange => ({
			what,
			how,
			at,
			place,
			reason,
		});
		switch (event.eventType) {
			case 'delegation_edge_create':
				this.add('edge', reading.edge, change('started', 'created'));
				break;
			case 'delegation_edge_revoke':
				this.add('edge', reading.edge, change('ended', 'revoked'));
				break;
			case 'delegation_edge_expire':
				for (const edge of textsAt(meta, 'edge_ids')) this.add('edge', edge, change('ended', 'expired'));
				break;
			case 'session_spawn':
				this.add('session', reading.session, change('started', 'started'));
				break;
			case 'session_suspend':
				this.add('session', reading.session, change('suspended', 'suspended'));
				break;
			case 'session_resume':
				this.add('session', reading.session, change('resumed', 'resumed'));
				break;
			case 'session_terminate':
				this.add('session', reading.session, change('ended', 'terminated'));
				break;
			case 'session_revoke':
				this.add('authority', reading.authority, change('ended', 'revoked'));
				this.add('session', reading.session, change('ended', 'revoked'));
				this.add('edge', reading.edge, change('ended', 'revoked'));
				break;
		}
	}

	/** The last change of a link up to an instant, by bisection. */
	private deciding(kind: LinkKind, linkId: string, at: bigint): LinkChange | undefined {
		const life = this.of(kind, linkId);
		let [from, to] = [0, life.length];
		while (from < to) {
			const middle = (from + to) >> 1;
			const change = life[middle];
			if (change !== undefined && change.at <= at) from = middle + 1;
			else to = middle;
		}
		return life[from - 1];
	}

	/** How a link stands at an instant, from the events that name it. */
	statusAt(kind: LinkKind, linkId: string, at: bigint): LinkStatus {
		const change = this.deciding(kind, linkId, at);
		if (change === undefined) {
			const later = this.of(kind, linkId)[0];
			return status(
				'unknown',
				null,
				'possible',
				later === undefined ? say`no event at hand names its beginning or its end` : say`the first event that names it is later`,
			);
		}
		const state = change.what === 'ended' ? 'ended' : change.what === 'suspended' ? 'suspended' : 'alive';
		const why = change.reason === '' ? say`${change.how}` : say`${change.how}; reason ${code(change.reason)}`;
		if (state === 'alive') return status('alive', change, 'likely', say`${why}, and no end of it is among the events`);
		return status(state, change, 'certain', why);
	}

	/** The first end of a link, or undefined. */
	end(kind: LinkKind, linkId: string): LinkChange | undefined {
		return this.ends.get(`${kind}\n${linkId}`);
	}
}

/** A status in its public form. */
export function status(state: LinkStatus['state'], change: LinkChange | null, sure: Sure, why: readonly Segment[]): LinkStatus {
	return {
		state,
		how: change?.how ?? null,
		since: change === null ? null : instantOf(change.at),
		reason: change?.reason ?? '',
		place: change?.place ?? null,
		sure,
		why,
	};
}

const NOUNS: Readonly<Record<LinkKind, string>> = { edge: 'delegation', session: 'session', authority: 'authority record' };

/** `delegation edge_0199…7b1e`. */
export function linkWords(kind: LinkKind, linkId: string): Segment[] {
	return say`${NOUNS[kind]} ${id(linkId)}`;
}
