import type { RequestAnswer } from '../api/trace';
import { shellArgument, shellFlag } from './shell-word';

/** Events named in the commands at most; the rest are checked alike. */
const NAMED_MAX = 50;

/** Commands that ask the console for the same again: what is recorded, and whether the signatures still hold. */
export function checkCommands({ requestId, trace }: RequestAnswer): string[] {
	const seqs = new Map<string, number[]>();
	for (const { events } of trace.requests)
		for (const { place } of events) seqs.set(place.zone, [...(seqs.get(place.zone) ?? []), place.seq].slice(0, NAMED_MAX));
	return [...seqs].flatMap(([zone, named]) => [
		`caracal explain ${shellFlag('zone', zone)} ${shellArgument(requestId)}`,
		`caracal audit check ${shellFlag('zone', zone)} ${named.join(' ')}`,
	]);
}
