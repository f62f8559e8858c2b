'use client';

import { type ReactElement, type ReactNode, Suspense, useState } from 'react';
import { AsChild } from './as-child';

interface Props {
	/** What is pressed. The same stands in what is loaded, as its trigger. */
	readonly button: ReactElement;
	/** Fetches the code of the children: when the pointer or the focus comes near. */
	readonly load: () => Promise<unknown>;
	/** A lazy component that is open from the start. */
	readonly children: ReactNode;
}

/** A button whose menu, with all the code behind it, comes when it is first pressed. */
export function OnDemand({ button, load, children }: Props) {
	const [wanted, setWanted] = useState(false);
	const near = () => void load();
	const closed = (
		<AsChild aria-haspopup="true" aria-expanded={false} onClick={() => setWanted(true)} onPointerEnter={near} onFocus={near}>
			{button}
		</AsChild>
	);
	return wanted ? <Suspense fallback={closed}>{children}</Suspense> : closed;
}
