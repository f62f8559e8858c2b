/** What was just done, in a few words over the foot of the view; read out as well. */
export function Said({ children }: { children: string | null }) {
	return (
		<p
			role="status"
			className="pointer-events-none fixed bottom-16 left-1/2 z-40 w-max max-w-[calc(100vw-24px)] -translate-x-1/2 rounded-menu bg-overlay px-3 py-2 text-12 shadow-menu empty:hidden"
		>
			{children}
		</p>
	);
}

/** Longest text drawn of what a link holds. */
const TEXT_MAX = 300;

/** Says which parts of the address mean nothing here, where there are any. */
export function Ignored({ parts }: { parts: readonly string[] }) {
	if (parts.length === 0) return null;
	return (
		<p role="status" className="border-b border-line bg-unknown-tint px-3 py-1 text-12 wrap-anywhere">
			<strong className="font-semibold">Not understood in this link, and so without effect:</strong> {parts.join(', ').slice(0, TEXT_MAX)}
		</p>
	);
}
