'use client';

import type { KeyHelp } from './keys-dialog';
import { usePageKeys } from './shell';

/** Adds a view's keys to the key help while the view is shown. */
export function PageKeys({ keys }: { keys: readonly KeyHelp[] }) {
	usePageKeys(keys);
	return null;
}
