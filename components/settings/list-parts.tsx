import type { ReactNode } from 'react';
import { Button } from '@/components/ui/button';

/** Above a list: how many there are, and what can be done. */
export function ListTop({ count, children }: { count: ReactNode; children?: ReactNode }) {
	return (
		<div className="flex min-h-[42px] shrink-0 flex-wrap items-center gap-x-3 gap-y-2 border-b border-line px-3 py-1.5">
			<p role="status" className="text-12 font-medium">
				{count}
			</p>
			<span className="ml-auto flex gap-2">{children}</span>
		</div>
	);
}

interface EndProps {
	readonly shown: number;
	readonly more: boolean;
	readonly reading: boolean;
	readonly failed: boolean;
	readonly onMore: () => void;
}

/** Below a list: whether that is all, and the way to the rest. */
export function ListEnd({ shown, more, reading, failed, onMore }: EndProps) {
	return (
		<p className="flex min-h-9 items-center gap-3 px-3 text-12 text-text-3">
			{failed ? (
				<span role="alert" className="text-deny">
					The rest could not be read.
				</span>
			) : more ? (
				`${shown.toLocaleString('en')} read, there are more`
			) : (
				`All ${shown.toLocaleString('en')} read`
			)}
			{more ? (
				<Button onClick={onMore} disabled={reading}>
					{reading ? 'Reading…' : failed ? 'Try again' : 'Read more'}
				</Button>
			) : null}
		</p>
	);
}

/** The shape of rows while they are read; seen only when that takes long enough to notice. */
export function SettingsSkeleton({ rows = 8 }: { rows?: number }) {
	return (
		<div aria-hidden className="late flex flex-col">
			{Array.from({ length: rows }, (_, i) => (
				<div key={`${i}`} className="flex h-(--row) items-center gap-6 border-b border-line px-3">
					<span className="h-2.5 rounded-mark bg-raised" style={{ width: `${90 + ((i * 37) % 60)}px` }} />
					<span className="h-2.5 rounded-mark bg-raised" style={{ width: `${20 + ((i * 23) % 25)}%` }} />
					<span className="h-2.5 w-20 rounded-mark bg-raised max-sm:hidden" />
				</div>
			))}
		</div>
	);
}

/** Why a change did not happen. */
export function Refusal({ error }: { error: { readonly message: string; readonly todo: string; readonly requestId: string } | null }) {
	if (error === null) return null;
	return (
		<p role="alert" className="rounded-control bg-deny-tint px-2.5 py-1.5 text-12 text-text">
			<strong className="font-semibold">{error.message}</strong> {error.todo}
			{error.requestId === '' ? null : (
				<span className="block text-text-2">
					ID to quote: <code className="font-mono">{error.requestId}</code>
				</span>
			)}
		</p>
	);
}
