'use client';

import Link from 'next/link';
import { type Named, revocationsHref } from '@/lib/url/authority';
import { FindBox } from './find-box';

interface Props {
	readonly zone: string;
	readonly onChoose: (focus: Named) => void;
	readonly onNewest: () => void;
}

/** Where one looks for something to draw. */
export function FindView({ zone, onChoose, onNewest }: Props) {
	return (
		<div className="mx-auto w-full max-w-2xl px-4 pt-[9vh] pb-10">
			<h1 className="text-20 font-semibold">Who may act for whom?</h1>
			<p className="mt-1 mb-4 text-text-2">
				Find a session, an application, a delegation, a resource, a subject or a label: what it holds, through whom it came, and what would
				fall with it.
			</p>
			<FindBox zone={zone} focus={null} onChoose={onChoose} isLarge />
			<div className="mt-8 text-text-2">
				<h2 className="font-semibold text-text">Nothing at hand?</h2>
				<p className="mt-1">
					<button type="button" onClick={onNewest} className="text-accent underline">
						Begin with the newest sessions
					</button>{' '}
					of this zone, or look at what was{' '}
					<Link href={revocationsHref(zone)} className="text-accent underline">
						revoked lately
					</Link>{' '}
					and whether it held.
				</p>
			</div>
		</div>
	);
}
