import { randomUUID } from 'node:crypto';
import { link, mkdir, open, readdir, readFile, unlink } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { type Anchor, AnchorDisagrees, type AnchorReads, fileOf, folderOf, segmentOf, sizeOf } from './anchor';

function isMissing(error: unknown): boolean {
	return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

/** Folders, or files, in a folder; what else lies there is not ours. */
async function listOrNone(folder: string, what: 'folders' | 'files'): Promise<string[]> {
	try {
		const entries = await readdir(folder, { withFileTypes: true });
		return entries.flatMap((entry) => ((what === 'folders' ? entry.isDirectory() : entry.isFile()) ? entry.name : [])).sort();
	} catch (error) {
		if (isMissing(error)) return [];
		throw error;
	}
}

/** Has a folder's own entries on the disk: a note whose name is lost is lost. */
async function syncFolder(folder: string): Promise<void> {
	const opened = await open(folder, 'r');
	try {
		await opened.sync();
	} finally {
		await opened.close();
	}
}

/** Notes as files below a folder; each is written whole or not at all, and never again. */
export function directoryAnchor(name: string, root: string): Anchor {
	const reads: AnchorReads = {
		zones: () => listOrNone(root, 'folders'),
		async sizes(zone, from, sizesMax) {
			const sizes: number[] = [];
			for (const folder of await listOrNone(join(root, zone), 'folders')) {
				if (folder < folderOf(from)) continue;
				for (const file of await listOrNone(join(root, zone, folder), 'files')) {
					const size = sizeOf(file);
					if (size === null || size < from) continue;
					if (sizes.length === sizesMax) return sizes;
					sizes.push(size);
				}
			}
			return sizes;
		},
		async read(zone, size) {
			try {
				return await readFile(join(root, zone, folderOf(size), fileOf(size)), 'utf8');
			} catch (error) {
				if (isMissing(error)) return null;
				throw error;
			}
		},
	};
	return {
		name,
		kind: 'directory',
		place: root,
		reads,
		async deliver(zoneId, size, note) {
			const folder = join(resolve(root), segmentOf(zoneId), folderOf(size));
			const made = await mkdir(folder, { recursive: true });
			if (made !== undefined) for (let at = folder; at !== dirname(made); at = dirname(at)) await syncFolder(dirname(at));
			const part = join(folder, `.${randomUUID()}`);
			const file = await open(part, 'wx', 0o444);
			try {
				await file.writeFile(note);
				await file.sync();
			} finally {
				await file.close();
			}
			try {
				await link(part, join(folder, fileOf(size)));
			} catch (error) {
				if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
				if ((await reads.read(segmentOf(zoneId), size)) !== note)
					throw new AnchorDisagrees(`another checkpoint over ${size} events lies in ${folder}`);
			} finally {
				await unlink(part);
			}
			await syncFolder(folder);
		},
	};
}
