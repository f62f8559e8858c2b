import { formatMillis } from '../events/amounts';
import { type Segment, say } from '../events/words';
import { parseRfc3339Micros } from '../time';
import { type AuthorityGround, chainOf } from './authority';
import type { AuthorityLink } from './authority-chain';
import { millisBetween, type Place, type Sure } from './event';
import { type LinkKind, type LinkLives, linkWords } from './life';
import type { Reading } from './reading';

/** Within this much of the end, clocks that differ could explain it. */
export const RACE_MS_MAX = 5000;

/** Something was allowed although the authority it ran under had ended. */
export interface Violation {
	readonly place: Place;
	readonly link: { readonly kind: LinkKind; readonly id: string };
	readonly endedAt: string;
	readonly afterMs: number;
	readonly endedBy: Place | null;
	readonly sure: Sure;
	readonly sentence: readonly Segment[];
	readonly why: readonly Segment[];
}

/** The end that tells most: of a delegation before that of a session, and the earliest of its kind. */
function tellingEnd(links: readonly AuthorityLink[]): AuthorityLink | undefined {
	const rank = ({ kind, statusThen }: AuthorityLink) => (statusThen.sure === 'certain' ? 0 : 2) + (kind === 'edge' ? 0 : 1);
	const since = (link: AuthorityLink) => link.statusThen.since ?? '';
	const ended = links.filter((link) => link.statusThen.state === 'ended' && link.statusThen.since !== null);
	return ended.sort((a, b) => rank(a) - rank(b) || (since(a) < since(b) ? -1 : since(a) > since(b) ? 1 : 0))[0];
}

/** Whether any link the event names has an end on record: chains of all others need not be looked at. */
function mayHaveEnded(reading: Reading, lives: LinkLives): boolean {
	if (lives.end('authority', reading.authority) !== undefined || lives.end('session', reading.session) !== undefined) return true;
	return reading.chain.some(({ session, edge }) => lives.end('session', session) !== undefined || lives.end('edge', edge) !== undefined);
}

/** The violation in an allowed exchange, or null. True time is never after the stream's, so an entry that Redis had before the end is none. */
export function violationOf(reading: Reading, ground: AuthorityGround): Violation | null {
	if (reading.event.decision !== 'allow' || reading.event.eventType !== 'token_exchange') return null;
	if (!mayHaveEnded(reading, ground.lives)) return null;
	const link = tellingEnd(chainOf(reading, ground).links);
	const endedAt = link?.statusThen.since ?? null;
	const ended = endedAt === null ? null : parseRfc3339Micros(endedAt);
	if (link === undefined || endedAt === null || ended === null) return null;
	const { streamedAt, occurredAt } = reading.event;
	if (streamedAt !== null && streamedAt <= ended) return null;
	const afterMs = millisBetween(ended, reading.placedAt);
	const isRace = afterMs < RACE_MS_MAX;
	const sure: Sure = isRace ? 'possible' : link.statusThen.sure === 'certain' && occurredAt > ended ? 'certain' : 'likely';
	const what = say`${linkWords(link.kind, link.id)} had been ${link.statusThen.how ?? 'ended'}`;
	return {
		place: reading.place,
		link: { kind: link.kind, id: link.id },
		endedAt,
		afterMs,
		endedBy: link.statusThen.place,
		sure,
		sentence: say`${formatMillis(afterMs)} after ${what}`,
		why: isRace
			? say`so close to the end that clocks apart could explain it`
			: link.statusThen.sure === 'certain'
				? say`both its own clock and its stream time lie after the end that an event names`
				: link.statusThen.why,
	};
}
