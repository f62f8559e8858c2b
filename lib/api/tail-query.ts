import { AppError } from '../errors';

/** Zones one stream may name; of more, ask for all you may read. */
const ZONES_MAX = 1000;

/**
 * Zone ids as one text: joined by commas, a comma or backslash inside an id escaped by a backslash (lib/url/lists). Unlike a page's
 * address nothing is left out: a stream of other zones than were asked for would show less without a word.
 * @throws AppError invalid_input
 */
export function tailZones(text: string | undefined): string[] {
	if (text === undefined) return [];
	const zones = (text.match(/(?:\\.|[^,\\])+/gs) ?? []).map((zone) => zone.replace(/\\(.)/gs, '$1'));
	const written = zones.map((zone) => zone.replace(/[\\,]/g, '\\$&')).join(',');
	if (zones.length === 0 || zones.length > ZONES_MAX || written !== text)
		throw new AppError('invalid_input', 'The parameter zone is not valid.', `Give zone ids joined by commas, at most ${ZONES_MAX}.`);
	return [...new Set(zones)];
}
