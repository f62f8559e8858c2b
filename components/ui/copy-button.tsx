'use client';

import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { cn } from './cn';

const SAID_MS = 1_500;

/** What became of the last copy, for a moment, and how to copy a text. */
export function useCopy(): ['copied' | 'failed' | null, (text: string) => Promise<void>] {
	const [said, setSaid] = useState<'copied' | 'failed' | null>(null);

	async function copy(text: string) {
		try {
			await navigator.clipboard.writeText(text);
			setSaid('copied');
		} catch {
			// the browser forbids it, as on plain http from another host
			setSaid('failed');
		}
		setTimeout(() => setSaid(null), SAID_MS);
	}

	return [said, copy];
}

/** Copies a text and says so. */
export function CopyButton({ text, label, className }: { text: string; label: string; className?: string }) {
	const [said, copy] = useCopy();
	return (
		<button
			type="button"
			onClick={() => void copy(text)}
			aria-label={said === 'failed' ? `${label}: the browser did not allow it` : label}
			title={label}
			className={cn(
				'grid size-6 shrink-0 place-items-center rounded-control text-text-3 hover:bg-hover hover:text-text',
				said === 'failed' && 'text-deny',
				className,
			)}
		>
			{said === 'copied' ? <Check size={12} aria-hidden /> : <Copy size={12} aria-hidden />}
			<span role="status" className="sr-only">
				{said === 'copied' ? 'Copied' : ''}
			</span>
		</button>
	);
}
