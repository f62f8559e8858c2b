import { type Segment, textOf } from '../events/words';
import type { Place } from '../trace/event';
import type { Lane } from '../trace/lanes';
import type { TraceMeaning } from '../trace/outcome';
import type { RequestTrace } from '../trace/trace';
import { offsetOf } from './rows';
import type { Stretch } from './span';

/** What is drawn in a lane. Pixels are from the left of the track. */
export interface Bar {
	readonly key: string;
	readonly lane: Lane;
	/** Line within the lane, from 0. */
	readonly row: number;
	readonly leftPx: number;
	/** At least BAR_PX_MIN, so that a moment can be seen and hit. */
	readonly widthPx: number;
	/** `wait`: between two moments of an approval, by neither's own word. `many`: steps too close to be told apart. */
	readonly look: 'recorded' | 'inferred' | 'ghost' | 'around' | 'wait' | 'many';
	readonly meaning: TraceMeaning;
	readonly isViolation: boolean;
	readonly title: readonly Segment[];
	/** Further words for the pointer: how sure, why. */
	readonly note: readonly Segment[];
	/** Room for the title at the right of the bar; 0: it has none. */
	readonly titlePx: number;
	readonly place: Place;
	readonly count: number;
	readonly stretch: Stretch;
}

export const BAR_PX_MIN = 7;
const ROWS_MAX = 3;
/** Between bars of a line. */
const GAP_PX = 3;
const CHARACTER_PX = 6.1;
const TITLE_PX_MAX = 260;
/** A title cut shorter says nothing. */
const TITLE_PX_MIN = 44;

/** A bar before it has its place. */
export type Draft = Pick<Bar, 'key' | 'lane' | 'look' | 'meaning' | 'isViolation' | 'title' | 'note' | 'place'> & Stretch;

function widthOf(title: readonly Segment[]): number {
	return Math.min(textOf(title).length * CHARACTER_PX + 12, TITLE_PX_MAX);
}

/** What a request draws, in order of time; made once for a request. */
export function barsOf(request: RequestTrace): readonly Draft[] {
	const { timeline, ghosts, approvals } = request;
	const drafts: Draft[] = [];
	for (const step of timeline.steps)
		drafts.push({
			...step,
			title: step.isViolation ? [...step.title, { kind: 'plain', text: ', after revocation' }] : step.title,
			look: step.basis,
			note: [],
			fromMicros: step.fromMicros,
			toMicros: step.toMicros,
		});
	for (const step of timeline.around) drafts.push({ ...step, look: 'around', note: [] });
	for (const ghost of ghosts) {
		const at = offsetOf(timeline.start, ghost.at);
		const { lane, title, why } = ghost;
		const key = `ghost:${ghost.what}:${ghost.about}:${ghost.beside.seq}`;
		drafts.push({
			key,
			lane,
			look: 'ghost',
			meaning: 'held',
			isViolation: false,
			title,
			note: why,
			place: ghost.beside,
			fromMicros: at,
			toMicros: at,
		});
	}
	for (const approval of approvals) {
		const held = approval.moments.find((moment) => moment.what === 'held');
		const end = approval.moments.find((moment) => moment.what === 'approved' || moment.what === 'rejected');
		if (held === undefined || end === undefined) continue;
		drafts.push({
			key: `wait:${approval.challengeId}`,
			lane: 'approval',
			look: 'wait',
			meaning: 'held',
			isViolation: false,
			title: [],
			note: approval.sentence,
			place: end.place,
			fromMicros: offsetOf(timeline.start, held.at),
			toMicros: offsetOf(timeline.start, end.at),
		});
	}
	return drafts.sort((a, b) => a.fromMicros - b.fromMicros);
}

/** A line of a lane as far as it is filled. */
interface Line {
	barEndPx: number;
	titleEndPx: number;
	last: number;
}

const GRAVITY: readonly TraceMeaning[] = ['deny', 'failed', 'held', 'unknown', 'mixed', 'allow', 'none'];

function graver(a: TraceMeaning, b: TraceMeaning): TraceMeaning {
	return GRAVITY.indexOf(a) <= GRAVITY.indexOf(b) ? a : b;
}

/** How much of its title a bar shows. What only surrounds the request is told by the pointer, but for approvals and authority. */
function roomFor({ title, look, lane }: Draft, roomPx: number): number {
	if (title.length === 0 || (look === 'around' && lane !== 'approval' && lane !== 'authority')) return 0;
	const wanted = widthOf(title);
	return roomPx >= Math.min(wanted, TITLE_PX_MIN) ? Math.min(wanted, roomPx) : 0;
}

function soonestFree(lines: readonly Line[]): Line | undefined {
	return lines.reduce<Line | undefined>((best, line) => (best === undefined || line.barEndPx < best.barEndPx ? line : best), undefined);
}

/** Two bars that cannot be told apart as one; the graver meaning shows. */
function joined(bar: Bar, draft: Draft, rightPx: number): Bar {
	return {
		...bar,
		look: 'many',
		widthPx: Math.max(bar.widthPx, rightPx - bar.leftPx),
		meaning: graver(bar.meaning, draft.meaning),
		isViolation: bar.isViolation || draft.isViolation,
		titlePx: 0,
		count: bar.count + 1,
		stretch: { fromMicros: bar.stretch.fromMicros, toMicros: Math.max(bar.stretch.toMicros, draft.toMicros) },
	};
}

/**
 * Where bars stand in a stretch of a given width. Bars that would cover one another get lines of their own; where there are too many
 * for that they become one. What comes out grows with the width alone: at most three lines of `widthPx / BAR_PX_MIN` bars a lane.
 * Linear in the bars.
 * @param drafts in order of time
 */
export function layOut(drafts: readonly Draft[], { fromMicros, toMicros }: Stretch, widthPx: number): Bar[] {
	const perMicro = widthPx / (toMicros - fromMicros);
	const bars: Bar[] = [];
	const lanes = new Map<Lane, Line[]>();
	for (const draft of drafts) {
		if (draft.toMicros < fromMicros || draft.fromMicros > toMicros) continue;
		const leftPx = Math.max((draft.fromMicros - fromMicros) * perMicro, 0);
		const rightPx = Math.max(Math.min((draft.toMicros - fromMicros) * perMicro, widthPx), leftPx + BAR_PX_MIN);
		const lines = lanes.get(draft.lane) ?? [];
		lanes.set(draft.lane, lines);
		let row = lines.findIndex((line) => line.titleEndPx + GAP_PX <= leftPx);
		if (row < 0 && lines.length < ROWS_MAX) row = lines.push({ barEndPx: 0, titleEndPx: 0, last: -1 }) - 1;
		// a title gives way to a bar
		if (row < 0) row = lines.findIndex((line) => line.barEndPx + GAP_PX <= leftPx);
		const line = lines[row] ?? soonestFree(lines);
		if (line === undefined) continue;
		const last = bars[line.last];
		if (row < 0 && last !== undefined) {
			bars[line.last] = joined(last, draft, rightPx);
			line.barEndPx = Math.max(line.barEndPx, rightPx);
			line.titleEndPx = line.barEndPx;
			continue;
		}
		if (last !== undefined && line.titleEndPx + GAP_PX > leftPx) bars[line.last] = { ...last, titlePx: 0 };
		const titlePx = roomFor(draft, widthPx - rightPx);
		const { key, lane, look, meaning, isViolation, title, note, place } = draft;
		line.last = bars.length;
		line.barEndPx = rightPx;
		line.titleEndPx = rightPx + titlePx;
		bars.push({
			key,
			lane,
			row,
			leftPx,
			widthPx: rightPx - leftPx,
			look,
			meaning,
			isViolation,
			title,
			note,
			titlePx,
			place,
			count: 1,
			stretch: { fromMicros: draft.fromMicros, toMicros: draft.toMicros },
		});
	}
	return bars;
}

/** How many things lie before and after a stretch. */
export function outside(drafts: readonly Draft[], { fromMicros, toMicros }: Stretch): { before: number; after: number } {
	let [before, after] = [0, 0];
	for (const draft of drafts) {
		if (draft.toMicros < fromMicros) before++;
		else if (draft.fromMicros > toMicros) after++;
	}
	return { before, after };
}
