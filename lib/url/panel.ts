import { type EventPlace, formatPlace, parsePlace } from './place';
import { formatInstant, parseInstant } from './range';

/** Most events that are compared at once. */
export const COMPARED_MAX = 8;
const QUERY_MAX = 10_000;

/** What of the list is set against the rest of it: a window, or the events of a query. */
export type Selection =
	| { readonly kind: 'window'; readonly from: bigint; readonly to: bigint }
	| { readonly kind: 'query'; readonly q: string };

/** What stands beside, over or instead of the list; the parameter `panel` of the address. */
export type Panel =
	| { readonly kind: 'context'; readonly of: EventPlace }
	| { readonly kind: 'compare'; readonly of: readonly EventPlace[] }
	| { readonly kind: 'differences'; readonly selection: Selection };

/** Places one after another; a comma or backslash in a zone id is escaped by a backslash. */
function formatPlaces(places: readonly EventPlace[]): string {
	return places.map((place) => formatPlace(place).replace(/[\\,]/g, '\\$&')).join(',');
}

function parsePlaces(text: string): EventPlace[] | null {
	const parts = text.match(/(?:\\.|[^\\,])+/gsu) ?? [];
	const places = parts.map((part) => parsePlace(part.replace(/\\(.)/gsu, '$1')));
	const known = places.filter((place) => place !== null);
	return known.length === places.length && known.length >= 1 && known.length <= COMPARED_MAX ? known : null;
}

function parseSelection(text: string): Selection | null {
	if (text.startsWith('?')) {
		const q = text.slice(1);
		return q.trim() === '' || q.length > QUERY_MAX ? null : { kind: 'query', q };
	}
	const [from, to, more] = text.split('..').map(parseInstant);
	if (from === null || from === undefined || to === null || to === undefined || more !== undefined || from >= to) return null;
	return { kind: 'window', from, to };
}

/** `context:zone/1`, `compare:zone/1,zone/2`, `differences:FROM..TO` or `differences:?QUERY`; '' for none. */
export function formatPanel(panel: Panel | null): string {
	if (panel === null) return '';
	if (panel.kind === 'context') return `context:${formatPlace(panel.of)}`;
	if (panel.kind === 'compare') return `compare:${formatPlaces(panel.of)}`;
	const { selection } = panel;
	return `differences:${selection.kind === 'query' ? `?${selection.q}` : `${formatInstant(selection.from)}..${formatInstant(selection.to)}`}`;
}

/** Reads what formatPanel wrote; null for none and for what is not understood. */
export function parsePanel(text: string): Panel | null {
	const at = text.indexOf(':');
	const kind = text.slice(0, Math.max(at, 0));
	const rest = text.slice(at + 1);
	if (kind === 'context') {
		const of = parsePlace(rest);
		return of === null ? null : { kind, of };
	}
	if (kind === 'compare') {
		const of = parsePlaces(rest);
		return of === null ? null : { kind, of };
	}
	if (kind !== 'differences') return null;
	const selection = parseSelection(rest);
	return selection === null ? null : { kind, selection };
}
