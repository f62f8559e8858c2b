'use client';

import { Check, Copy } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { useCopy } from '@/components/ui/copy-button';

interface Props {
	/** `Token`, `Password`. */
	readonly label: string;
	readonly secret: string;
}

/** A secret that is shown this once, whole, with its copy. */
export function ShownOnce({ label, secret }: Props) {
	const [said, copy] = useCopy();
	return (
		<div className="flex flex-col gap-2">
			<output
				aria-label={label}
				className="block rounded-control border border-line-strong bg-raised px-2.5 py-2 font-mono text-13 break-all select-all"
			>
				{secret}
			</output>
			<span className="flex items-center gap-2">
				<Button size="bar" onClick={() => void copy(secret)}>
					{said === 'copied' ? <Check size={13} aria-hidden /> : <Copy size={13} aria-hidden />}
					{`Copy the ${label.toLowerCase()}`}
				</Button>
				<span role="status" className="text-12 text-text-2">
					{said === 'copied' ? 'Copied' : said === 'failed' ? 'The browser did not allow copying: select it.' : ''}
				</span>
			</span>
		</div>
	);
}
