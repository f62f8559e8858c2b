import { cn } from '@/components/ui/cn';
import { type JsonToken, jsonLines } from '@/lib/events/json-lines';

/** Lines drawn at most; the copy has the text whole. */
const LINES_MAX = 400;

const LOOK: Readonly<Record<JsonToken['kind'], string>> = {
	key: 'text-text',
	string: 'text-text-2',
	number: 'text-accent',
	word: 'text-accent',
	mark: 'text-text-3',
};

/** A JSON text, indented, as it stands: nothing in it is parsed, so no number is rounded, and nothing in it is markup. */
export function JsonView({ text, label }: { text: string; label: string }) {
	const { lines, more } = jsonLines(text, LINES_MAX);
	return (
		<>
			<section
				aria-label={label}
				// biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
				tabIndex={0}
				className="max-h-80 overflow-auto rounded-control border border-line bg-bg p-2 font-mono text-11"
			>
				{lines.map((line, i) => (
					<div key={`${i}`} style={{ paddingLeft: `${Math.min(line.depth, 24) * 1.5}ch` }} className="break-all whitespace-pre-wrap">
						{line.tokens.map((token, j) => (
							<span key={`${j}`} className={cn(LOOK[token.kind])}>
								{token.text}
							</span>
						))}
					</div>
				))}
			</section>
			{more ? <p className="mt-1 text-12 text-text-2">The first {LINES_MAX} lines; the copy has all.</p> : null}
		</>
	);
}
