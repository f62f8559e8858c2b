export interface Piece {
	readonly text: string;
	readonly isMarked: boolean;
}

/**
 * A text cut where words stand in it, whatever their case. Where words overlap, what comes first and is longest counts.
 * @returns the pieces in order; together they are the text
 */
export function piecesOf(text: string, words: readonly string[]): readonly Piece[] {
	const lower = text.toLowerCase();
	// letters whose lower case has another length would shift what is marked
	const [line, sought] = lower.length === text.length ? [lower, words.map((word) => word.toLowerCase())] : [text, words];
	const pieces: Piece[] = [];
	let done = 0;
	for (let from = 0; from < text.length; ) {
		let [at, length] = [-1, 0];
		for (const word of sought) {
			const found = word === '' ? -1 : line.indexOf(word, from);
			if (found >= 0 && (at < 0 || found < at || (found === at && word.length > length))) [at, length] = [found, word.length];
		}
		if (at < 0) break;
		if (at > done) pieces.push({ text: text.slice(done, at), isMarked: false });
		pieces.push({ text: text.slice(at, at + length), isMarked: true });
		from = at + length;
		done = from;
	}
	if (done < text.length) pieces.push({ text: text.slice(done), isMarked: false });
	return pieces;
}
