import { readFileSync, statSync } from 'node:fs';
import { nodePrimitives, nodeSigning } from '../../lib/chain/node-primitives';
import { type DatedSigner, parseSignerSet } from '../../lib/checkpoint/signer-set';
import { ConfigError, toError } from '../../lib/errors';
import type { LaneLog } from '../lane-types';

function parsed(text: string): DatedSigner[] {
	try {
		return parseSignerSet(nodePrimitives, nodeSigning, text);
	} catch (error) {
		throw new ConfigError(`CHECKPOINT_KEYS cannot be read: ${toError(error).message} \`caracal keys make\` writes such a file`);
	}
}

/**
 * The keys that sign checkpoints. Those of a file are read again when it has changed; a file that cannot be read then leaves the
 * keys as they were, and is told of once.
 * @param given the keys as text, or null
 * @param file where they come from, or null when they came as a value
 * @throws ConfigError
 */
export function signerSource(given: string | null, file: string | null, log: LaneLog): () => readonly DatedSigner[] {
	let signers = given === null ? [] : parsed(given);
	if (file === null) return () => signers;
	let readAt = statSync(file).mtimeMs;
	let isTold = false;
	return () => {
		try {
			const changedAt = statSync(file).mtimeMs;
			if (changedAt !== readAt) {
				signers = parsed(readFileSync(file, 'utf8'));
				readAt = changedAt;
			}
			isTold = false;
		} catch (error) {
			if (!isTold) log.warn({ reason: toError(error).message }, 'the keys for checkpoints cannot be read again; the former ones sign on');
			isTold = true;
		}
		return signers;
	};
}
