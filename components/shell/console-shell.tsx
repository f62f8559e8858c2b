'use client';

import type { ReactNode } from 'react';
import { pasteTargets } from '@/lib/url/paste';
import { Shell } from './shell';

/** The shell with what a pasted ID leads to. */
export function ConsoleShell({ children }: { children: ReactNode }) {
	return <Shell targetsOf={pasteTargets}>{children}</Shell>;
}
