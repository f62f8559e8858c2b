import type { Entry } from './entry';
import type { Story } from './scenarios/scenario';

type Counts = Record<string, number>;

/** What a run wrote, and what a healthy worker with the same keys makes of it. */
export interface Summary {
	readonly entries: number;
	readonly seconds: number;
	readonly seed: string;
	readonly byStream: Counts;
	readonly byZone: Counts;
	readonly expected: {
		ledger: number;
		/** Of `ledger`, by zone. */
		ledgerByZone: Counts;
		duplicates: number;
		/** By reason, up to its first colon. */
		deadLetters: Counts;
	};
	/** Entries whose own time the stream would not take and that got the present one instead. */
	readonly restamped: number;
	readonly stories: readonly (Story & { scenario: string; link: string })[];
}

/** Counts entries as they are written. */
export class Tally {
	entries = 0;
	readonly byStream = noCounts();
	readonly byZone = noCounts();
	readonly expected: Summary['expected'] = { ledger: 0, ledgerByZone: noCounts(), duplicates: 0, deadLetters: noCounts() };

	add(entry: Entry): void {
		this.entries += 1;
		bump(this.byStream, entry.stream);
		bump(this.byZone, entry.zone);
		const { expected } = this;
		const fate = entry.fate ?? 'ledger';
		if (fate === 'ledger') {
			expected.ledger += 1;
			bump(expected.ledgerByZone, entry.zone);
		} else if (fate === 'duplicate') expected.duplicates += 1;
		else bump(expected.deadLetters, fate.deadLetter);
	}
}

/** Without a prototype, since zones may be called anything. */
function noCounts(): Counts {
	return Object.create(null);
}

function bump(counts: Counts, key: string): void {
	counts[key] = (counts[key] ?? 0) + 1;
}

const SHOWN_CHARS_MAX = 100;
const LISTED_MAX = 4;
const NOT_PLAIN = /[^\x20-\x7e]/gu;

/** An id as a terminal can show it: what is not plain is escaped, what is long is cut. */
function shown(id: string): string {
	const text = id.replace(NOT_PLAIN, (c) => `\\u{${c.codePointAt(0)?.toString(16)}}`);
	return text.length > SHOWN_CHARS_MAX ? `${text.slice(0, SHOWN_CHARS_MAX)}… (${id.length} characters)` : text;
}

function list(ids: readonly string[]): string {
	const first = ids.slice(0, LISTED_MAX).map(shown).join(' ');
	return ids.length > LISTED_MAX ? `${first} … (${ids.length})` : first;
}

/** The summary in words: one line, then each story with its link. */
export function summaryText(summary: Summary): string {
	const { expected } = summary;
	const dead = Object.values(expected.deadLetters).reduce((sum, count) => sum + count, 0);
	const rate = Math.round(summary.entries / Math.max(summary.seconds, 0.001));
	const lines = [
		`${summary.entries} entries in ${summary.seconds.toFixed(1)} s (${rate} a second); expected: ${expected.ledger} to the ledger, ${dead} to the dead letters, ${expected.duplicates} duplicates.`,
	];
	if (summary.restamped > 0)
		lines.push(`${summary.restamped} entries carry the present as stream time, since the streams already held later ones.`);
	for (const story of summary.stories) {
		lines.push('', `${story.scenario} (zone ${story.zone})`, `  ${story.link}`);
		for (const sentence of story.sentences) lines.push(`  ${sentence}`);
		for (const [name, id] of Object.entries(story.ids)) lines.push(`  ${name}: ${typeof id === 'string' ? shown(id) : list(id)}`);
	}
	return lines.join('\n');
}
