'use client';

import { useEffect } from 'react';

/** Says on the document when the page takes keys and clicks: before, what is pressed is lost, and programs that drive it must wait. */
export function Hydrated() {
	useEffect(() => {
		document.documentElement.dataset.hydrated = '';
	}, []);
	return null;
}
