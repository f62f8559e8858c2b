const LANES = ['Caller', 'STS', 'Approval', 'Gateway', 'Upstream', 'Ledger'];
const PANELS = ['Chain of authority', 'Why', 'What changed'];

function Line({ width }: { width: string }) {
	return <div className="mt-2 h-2.5 max-w-full rounded-mark bg-raised" style={{ width }} />;
}

/** The shape of a request while it is read. */
export function RequestSkeleton() {
	return (
		<main aria-busy className="@container min-h-0 flex-1 overflow-hidden bg-surface">
			<p role="status" className="px-4 pt-3 text-12 text-text-3">
				Reading the request…
			</p>
			<div aria-hidden>
				<div className="border-b border-line px-4 pb-4">
					<Line width="26rem" />
					<Line width="44rem" />
					<Line width="34rem" />
				</div>
				<div className="grid gap-px border-b border-line bg-line @5xl:grid-cols-[minmax(0,1fr)_minmax(0,540px)]">
					<div className="bg-surface px-4 py-3">
						{LANES.map((lane, i) => (
							<div key={lane} className="flex h-8 items-center gap-4 text-12 text-text-3">
								<span className="w-16">{lane}</span>
								<span className="h-2.5 rounded-mark bg-raised" style={{ width: `${20 + ((i * 23) % 50)}%` }} />
							</div>
						))}
					</div>
					<div className="bg-surface px-4 py-3">
						{LANES.map((lane) => (
							<Line key={lane} width="100%" />
						))}
					</div>
				</div>
				<div className="grid gap-px bg-line @3xl:grid-cols-2 @6xl:grid-cols-3">
					{PANELS.map((panel) => (
						<div key={panel} className="bg-surface px-4 py-3 text-13 text-text-3">
							{panel}
							<Line width="80%" />
							<Line width="60%" />
							<Line width="70%" />
						</div>
					))}
				</div>
			</div>
		</main>
	);
}
