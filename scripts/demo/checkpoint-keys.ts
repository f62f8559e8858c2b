import { randomBytes } from 'node:crypto';
import { existsSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodePrimitives, nodeSigning } from '../../lib/chain/node-primitives';
import { formatSignerKey } from '../../lib/checkpoint/signer-key';

/** The data folder's file with the key that signs checkpoints, made at its first start. @returns its path */
export function checkpointKeys(dataDir: string): string {
	const path = join(dataDir, 'checkpoint.keys');
	if (!existsSync(path)) {
		const line = formatSignerKey(nodePrimitives, nodeSigning, 'demo.caracal.example', new Uint8Array(randomBytes(32)));
		writeFileSync(`${path}.new`, `${line} 0 -\n`, { mode: 0o600 });
		renameSync(`${path}.new`, path);
	}
	return path;
}
