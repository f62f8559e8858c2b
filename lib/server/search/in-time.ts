import 'server-only';
import type { Reader } from '../../../db/queries/reader';
import { closedWindow } from '../../../db/queries/search/open-window';
import { formatMicros } from '../../time';
import type { Window } from '../../url/range';
import { readZones } from '../evidence';
import { isQueryCanceled } from '../http/error-body';
import type { Asked } from './question';

/** What is tried one after the other: how long a statement may take, and the share of the window it is about. */
const TRIES = [
	{ statementMsMax: 5_000, share: 1n },
	{ statementMsMax: 2_000, share: 16n },
	{ statementMsMax: 1_000, share: 256n },
] as const;

/** The answer, and the part of the window it is about when the whole took too long. */
export interface InTime<T> {
	readonly answer: T;
	readonly covered: Window | null;
}

/** A share of the window at its end, or at its beginning when the list is read towards the newer. */
async function partOf(asked: Asked, share: bigint, end: 'newest' | 'oldest'): Promise<Window> {
	const zoneNos = asked.zones.map((zone) => zone.zoneNo);
	const whole = await readZones(asked.zones, (reader) => closedWindow(reader, { zoneNos, ...asked.window }));
	if (whole === null) return asked.window;
	const length = (whole.to - whole.from) / share + 1n;
	return end === 'newest' ? { from: whole.to - length, to: asked.window.to } : { from: asked.window.from, to: whole.from + length };
}

/**
 * Asks about the whole window, and when that takes too long about less and less of it.
 * @param signal ends it when nobody waits for the answer any more
 * @returns null when even the least took too long
 */
export async function inTime<T>(
	asked: Asked,
	read: (reader: Reader, window: Window) => Promise<T>,
	signal: AbortSignal | undefined,
	end: 'newest' | 'oldest' = 'newest',
): Promise<InTime<T> | null> {
	for (const { statementMsMax, share } of TRIES) {
		const window = share === 1n ? asked.window : await partOf(asked, share, end);
		try {
			const answer = await readZones(asked.zones, (reader) => read(reader, window), 'made', { statementMsMax, signal });
			return { answer, covered: share === 1n ? null : window };
		} catch (error) {
			signal?.throwIfAborted();
			if (!isQueryCanceled(error)) throw error;
		}
	}
	return null;
}

const instant = (at: bigint | null) => (at === null ? null : formatMicros(at));

/** How much of the question an answer is about, as the interface tells it. */
export function coverageOf(
	asked: Asked,
	given: InTime<unknown> | null,
): { exact: boolean; covered: { from: string | null; to: string | null } | null } {
	if (given === null) return { exact: false, covered: { from: instant(asked.window.to), to: instant(asked.window.to) } };
	return {
		exact: given.covered === null,
		covered: given.covered === null ? null : { from: instant(given.covered.from), to: instant(given.covered.to) },
	};
}
