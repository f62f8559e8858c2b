import { CircleAlert, Inbox, Lock } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '@/components/ui/button';
import type { ErrorBody } from '@/lib/api/events';

/** A read that failed: what, whether trying again helps, and the ID to quote. */
export function Problem({ error, onRetry }: { error: ErrorBody; onRetry?: () => void }) {
	const forbidden = error.code === 'forbidden';
	const Icon = forbidden ? Lock : CircleAlert;
	return (
		<div role="alert" className="mx-auto flex max-w-md flex-col items-start gap-2 px-4 py-10">
			<Icon size={20} aria-hidden className={forbidden ? 'text-unknown' : 'text-deny'} />
			<p className="text-15 font-semibold">{error.message}</p>
			<p className="text-text-2">{error.todo}</p>
			{error.requestId === '' ? null : (
				<p className="text-12 text-text-3">
					ID to quote: <code className="font-mono text-text-2">{error.requestId}</code>
				</p>
			)}
			{onRetry === undefined || forbidden || error.code === 'invalid_input' ? null : (
				<Button onClick={onRetry} className="mt-2">
					Try again
				</Button>
			)}
		</div>
	);
}

/** Nothing to show: why, and what to do. */
export function Nothing({ title, children }: { title: string; children: ReactNode }) {
	return (
		<div className="mx-auto flex max-w-md flex-col items-start gap-2 px-4 py-10">
			<Inbox size={20} aria-hidden className="text-text-3" />
			<p className="text-15 font-semibold">{title}</p>
			<div className="flex flex-col items-start gap-2 text-text-2">{children}</div>
		</div>
	);
}
