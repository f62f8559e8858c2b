import { TILE_IDS, type TileId } from '../api/oncall-names';
import { formatList, parseList } from './lists';

/** Everything the address of `/oncall` says. */
export interface OnCallState {
	/** Zone ids; empty for every zone the reader may see. */
	readonly zones: readonly string[];
	/** What is shown, in this order. */
	readonly tiles: readonly TileId[];
	/** Large type, nothing around it, for a screen on a wall. */
	readonly wall: boolean;
	/** How long the wall shows each zone before the next, in seconds; 0: all zones together. */
	readonly turnSeconds: number;
}

export const TURN_SECONDS_DEFAULT = 20;
const TURN_SECONDS_MIN = 5;
const TURN_SECONDS_MAX = 3_600;

export const DEFAULT_ON_CALL: OnCallState = { zones: [], tiles: TILE_IDS, wall: false, turnSeconds: TURN_SECONDS_DEFAULT };

const isTile = (id: string): id is TileId => (TILE_IDS as readonly string[]).includes(id);

function parseTurn(text: string | undefined): number {
	const seconds = /^\d{1,4}$/.test(text ?? '') ? Number(text) : Number.NaN;
	return seconds === 0 || (seconds >= TURN_SECONDS_MIN && seconds <= TURN_SECONDS_MAX) ? seconds : TURN_SECONDS_DEFAULT;
}

/** The state as a query string without `?`; what is at its default is left out. */
export function formatOnCall({ zones, tiles, wall, turnSeconds }: OnCallState): string {
	const pairs: [string, string][] = [
		['zone', formatList(zones)],
		['tiles', tiles.join() === TILE_IDS.join() ? '' : tiles.join()],
		['wall', wall ? '1' : ''],
		['turn', turnSeconds === TURN_SECONDS_DEFAULT ? '' : String(turnSeconds)],
	];
	return pairs
		.filter(([, value]) => value !== '')
		.map(([key, value]) => `${key}=${encodeURIComponent(value.toWellFormed()).replaceAll('%2C', ',')}`)
		.join('&');
}

/** Reads the address of `/oncall`. Total: whatever is not understood falls back to its default. */
export function parseOnCall(params: Iterable<readonly [string, string]>): OnCallState {
	const given = new Map<string, string>();
	for (const [key, value] of params) if (!given.has(key)) given.set(key, value);
	const tiles = parseList(given.get('tiles') ?? '').filter(isTile);
	return {
		zones: parseList(given.get('zone') ?? ''),
		tiles: tiles.length === 0 ? TILE_IDS : tiles,
		wall: given.get('wall') === '1',
		turnSeconds: parseTurn(given.get('turn')),
	};
}
