import { statSync } from 'node:fs';
import { dirname } from 'node:path';

export interface Account {
	readonly uid: number;
	readonly gid: number;
}

/** Whether the account may pass through the folder and every folder above it. */
export function canReach(folder: string, { uid, gid }: Account): boolean {
	for (let path = folder; ; path = dirname(path)) {
		const stat = statSync(path);
		const bit = stat.uid === uid ? 0o100 : stat.gid === gid ? 0o010 : 0o001;
		if (!(stat.mode & bit)) return false;
		if (path === dirname(path)) return true;
	}
}
