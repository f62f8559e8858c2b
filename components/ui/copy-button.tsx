'use client';

import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { cn } from './cn';

const SAID_MS = 1_500;

/** Copies a text and says so. */
export function CopyButton({ text, label, className }: { text: string; label: string; className?: string }) {
	const [said, setSaid] = useState<'copied' | 'failed' | null>(null);

	async function copy() {
		try {
			await navigator.clipboard.writeText(text);
			setSaid('copied');
		} catch {
			// the browser forbids it, as on plain http from another host
			setSaid('failed');
		}
		setTimeout(() => setSaid(null), SAID_MS);
	}

	return (
		<button
			type="button"
			onClick={() => void copy()}
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
