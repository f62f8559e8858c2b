'use client';

import { useLinkStatus } from 'next/link';

/** Inside a link: says that what it leads to is on its way, once the wait is long enough to be noticed. */
export function OpeningMark() {
	const { pending } = useLinkStatus();
	return pending ? (
		<span role="status" className="late ml-1 text-12 font-normal text-text-3">
			opening…
		</span>
	) : null;
}
