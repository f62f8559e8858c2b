import { CircleAlert } from 'lucide-react';
import { Button } from '@/components/ui/button';
import type { LinkEnd } from '@/lib/tail/link';
import { useTail } from './tail-context';

const TITLES: Partial<Record<LinkEnd, string>> = {
	signed_out: 'You are signed out.',
	forbidden: 'You may not read on here.',
	gone: 'The position is no longer kept.',
	refused: 'This tail was refused.',
};

/** Why the tail ended, and what to do; what was lost of a connection and when it is tried again is in the state. */
export function LinkNotice() {
	const { now, beginNow } = useTail();
	const { link } = now;
	if (link.kind !== 'ended') return null;
	const back = () => `/sign-in?ended=1&callbackUrl=${encodeURIComponent(window.location.pathname + window.location.search)}`;
	return (
		<div role="alert" className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line bg-deny-tint px-3 py-2 text-12">
			<CircleAlert size={14} aria-hidden className="shrink-0 text-deny" />
			<span className="min-w-0">
				<strong className="font-semibold">{TITLES[link.end] ?? 'The tail has ended.'}</strong> {link.message} {link.todo} The rows below
				stay.
			</span>
			{link.end === 'signed_out' ? (
				<Button onClick={() => window.location.assign(back())}>Sign in again</Button>
			) : (
				<Button onClick={beginNow}>Begin anew, from now</Button>
			)}
		</div>
	);
}
