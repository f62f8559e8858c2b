/** A text in the form it is written in; long lines wrap, so that nothing has to scroll by itself. */
export function Code({ text }: { text: string }) {
	return <pre className="rounded-control border border-line bg-bg p-3 font-mono text-12 break-words whitespace-pre-wrap">{text}</pre>;
}
