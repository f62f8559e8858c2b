import { createContext, useContext } from 'react';
import { piecesOf } from '@/lib/tail/highlight';

/** Words that rows mark wherever they stand; none outside of a live tail. */
export const Highlight = createContext<readonly string[]>([]);

/** A text as it is, or with the words in it that are looked for marked. */
export function Marked({ text }: { text: string }) {
	const words = useContext(Highlight);
	if (words.length === 0) return text;
	return piecesOf(text, words).map((piece, i) =>
		piece.isMarked ? (
			<mark key={`${i}`} className="rounded-mark bg-held-tint text-text underline decoration-held decoration-2 underline-offset-2">
				{piece.text}
			</mark>
		) : (
			piece.text
		),
	);
}
