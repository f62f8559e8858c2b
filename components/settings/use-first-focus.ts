'use client';

import { type RefObject, useEffect, useRef } from 'react';

/** Where typing begins when a form opens; a dialog would give the focus to its button to close. */
export function useFirstFocus(): RefObject<HTMLInputElement | null> {
	const first = useRef<HTMLInputElement>(null);
	useEffect(() => first.current?.focus(), []);
	return first;
}
