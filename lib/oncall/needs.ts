import type { Need, Tile, Voice } from '../api/oncall';
import type { TileId } from '../api/oncall-names';

/** The more urgent first: a broken proof before a refusal, a refusal before a wait, a wait before what is not heard. */
const URGENCY: readonly TileId[] = [
	'integrity',
	'revocations',
	'tokens',
	'denials',
	'held',
	'pipeline',
	'silence',
	'refusals',
	'decisions',
];
const SILENT_MAX = 5;

const TITLES: Readonly<Record<TileId, string>> = {
	denials: 'Deny rate',
	held: 'Held approvals',
	decisions: 'Decisions',
	pipeline: 'Pipeline',
	integrity: 'Integrity',
	revocations: 'Revocations in flight',
	refusals: 'Refusals',
	tokens: 'Token replays and collisions',
	silence: 'Silence',
};

/** What a tile is called. */
export const titleOf = (id: TileId) => TITLES[id];

function titleWords(tile: Tile): string {
	return `${titleOf(tile.id)}: ${tile.figure.value}\u00a0${tile.figure.unit}`;
}

/** What asks for attention, most urgent first. Each silence stands for itself. */
export function needsOf(tiles: readonly Tile[], voices: readonly Voice[]): Need[] {
	const asking = tiles.filter((tile) => tile.state === 'attention').toSorted((a, b) => URGENCY.indexOf(a.id) - URGENCY.indexOf(b.id));
	return asking.flatMap((tile): Need[] => {
		const { id, meaning, said, search, page } = tile;
		if (id !== 'silence') return [{ tile: id, meaning, title: titleWords(tile), said, search, page }];
		return voices
			.filter((voice) => voice.isSilent)
			.slice(0, SILENT_MAX)
			.map((voice) => ({
				tile: id,
				meaning,
				title: voice.what === 'zone' ? `${voice.name} is silent` : `${voice.name} of ${voice.zone} is silent`,
				said: voice.said,
				search: voice.search,
			}));
	});
}
