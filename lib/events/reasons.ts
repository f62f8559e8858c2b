import { REASONS, reasonFor } from '../trace/reasons';
import { code, type Segment, say } from './words';

/** Reasons this version has words for: the codes of the one table in lib/trace. */
export const KNOWN_REASONS: readonly string[] = REASONS.map((reason) => reason.code);

/**
 * Why a request was refused, in words that complete "<who> wanted <what>; ...". A code this version does not know is named as the
 * code it is.
 */
export function reasonWords(reason: string): Segment[] {
	const known = reasonFor(reason);
	if (known !== null) return say`${known.words}`;
	return reason === '' ? say`no reason was recorded` : say`reason ${code(reason)}`;
}
