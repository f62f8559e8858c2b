'use client';

import { Search } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { type FormEvent, useState, useTransition } from 'react';
import { cn } from '@/components/ui/cn';
import { requestHref, requestOfText } from '@/lib/url/request';

interface Props {
	readonly zone?: string | null;
	readonly isLarge?: boolean;
	readonly initial?: string;
	readonly className?: string;
}

/** Takes any request ID, or a link to a request, to its page. */
export function IdBox({ zone = null, isLarge = false, initial = '', className }: Props) {
	const router = useRouter();
	const [text, setText] = useState(initial);
	const [isOpening, startOpening] = useTransition();

	function open(event: FormEvent) {
		event.preventDefault();
		const named = requestOfText(text);
		if (named === null) return;
		const of = named.zone === null || named.seq === null ? null : { zone: named.zone, seq: named.seq };
		startOpening(() => router.push(requestHref(named.requestId, { zone: named.zone ?? zone, of })));
	}

	return (
		<search className={className}>
			<form
				onSubmit={open}
				className={cn(
					'flex items-center gap-2 rounded-control border border-control bg-surface px-2 focus-within:outline-2 focus-within:outline-accent',
					isLarge ? 'h-11' : 'h-7',
				)}
			>
				<Search size={14} aria-hidden className="shrink-0 text-text-3" />
				<input
					data-id-box
					aria-label="Request ID"
					placeholder="Request ID"
					value={text}
					onChange={(event) => setText(event.target.value)}
					// biome-ignore lint/a11y/noAutofocus: the page is this box, and whoever comes here holds an ID
					autoFocus={isLarge}
					autoComplete="off"
					spellCheck={false}
					className={cn(
						'min-w-0 flex-1 bg-transparent font-mono outline-none placeholder:font-sans placeholder:text-text-3',
						isLarge ? 'text-15' : 'text-12',
					)}
				/>
				{isOpening ? (
					<span role="status" className="late text-12 text-text-3">
						opening…
					</span>
				) : null}
				{isLarge ? (
					<button type="submit" className="rounded-control bg-accent-solid px-3 py-1 font-medium text-accent-on">
						Open
					</button>
				) : null}
			</form>
		</search>
	);
}
