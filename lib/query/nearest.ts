/** Edits between two texts: insertion, deletion, replacement, and two neighbours exchanged (optimal string alignment). */
export function editDistance(a: string, b: string): number {
	let before: number[] = [];
	let last = Array.from({ length: b.length + 1 }, (_, j) => j);
	for (let i = 1; i <= a.length; i++) {
		const row = [i];
		for (let j = 1; j <= b.length; j++) {
			const same = a[i - 1] === b[j - 1] ? 0 : 1;
			let least = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + same);
			if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) least = Math.min(least, (before[j - 2] ?? 0) + 1);
			row.push(least);
		}
		before = last;
		last = row;
	}
	return last[b.length] ?? 0;
}

/** Longest text a nearest one is looked for. */
const LENGTH_MAX = 40;

/**
 * The candidate that was most likely meant, or null when none is near: one that begins so, else one at most two edits away (one
 * for short texts). The first of equals wins.
 */
export function nearest(typed: string, candidates: Iterable<string>): string | null {
	if (typed === '' || typed.length > LENGTH_MAX) return null;
	const editsMax = typed.length <= 3 ? 1 : 2;
	let best: string | null = null;
	let bestScore = editsMax + 1;
	for (const candidate of candidates) {
		const isBegin = typed.length >= 2 && candidate.startsWith(typed);
		const score = isBegin ? 0.5 : Math.abs(candidate.length - typed.length) > editsMax ? bestScore : editDistance(typed, candidate);
		if (score < bestScore) {
			best = candidate;
			bestScore = score;
		}
	}
	return best;
}
