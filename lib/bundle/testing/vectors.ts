import { nodePrimitives, nodeSigning } from '../../chain/node-primitives';
import { formatSignerKey } from '../../checkpoint/signer-key';
import { fingerprint, formatVerifierKey } from '../../checkpoint/verifier-key';
import { verifyBundle } from '../verify/verify';
import { STATEMENTS, sampleBundle } from './sample-bundle';
import { LATER_LOG, LOG, STRANGER, sampleLedger, WITNESS } from './sample-ledger';

/** A published file, by its name in docs/vectors/evidence. */
export type Vectors = ReadonlyMap<string, Uint8Array>;

const text = (value: string): Uint8Array => new Uint8Array(Buffer.from(value));
const TRUSTED = formatVerifierKey(LOG.key);

/** One byte of the first event's decision changed, and nothing else. */
function altered(bytes: Uint8Array): Uint8Array {
	const changed = bytes.slice();
	changed[Buffer.from(bytes).indexOf('"decision":"allow"') + 12] = 'A'.charCodeAt(0);
	return changed;
}

function keysText(): string {
	const seeds = [
		['log', LOG, 1],
		['later log', LATER_LOG, 2],
		['witness', WITNESS, 3],
		['stranger', STRANGER, 4],
	] as const;
	const lines = seeds.map(([role, { key }, fill]) => {
		const secret = formatSignerKey(nodePrimitives, nodeSigning, key.name, new Uint8Array(32).fill(fill));
		return `# ${role}; fingerprint ${fingerprint(nodePrimitives, key)}; secret ${secret}\n${formatVerifierKey(key)} 0 -\n`;
	});
	return `# Keys of the vectors. Their secrets are public: trust them nowhere else.\n${lines.join('')}`;
}

/** The published vectors: bundles, the keys, and for each bundle what a verifier must find. */
export async function evidenceVectors(): Promise<Vectors> {
	const [a, b] = [sampleLedger('zn_a', 300), sampleLedger('zn_b', 12)];
	const few = await sampleBundle({ parts: [{ ledger: a, seqs: [3, 4, 150], sizes: [100, 300] }] });
	const bundles: [string, Uint8Array, string][] = [
		['few-of-many', few, TRUSTED],
		['few-of-many-untrusted', few, ''],
		['few-of-many-stranger', few, formatVerifierKey(STRANGER.key)],
		['altered-event', altered(few), TRUSTED],
		['cut-off', few.slice(0, 4000), TRUSTED],
		[
			'two-zones-rotated',
			await sampleBundle({
				parts: [
					{ ledger: a, seqs: [1, 2], sizes: [2, 300], signers: [LATER_LOG, LOG] },
					{ ledger: b, seqs: Array.from({ length: 12 }, (_, i) => i + 1), sizes: [5, 12], signers: [LATER_LOG, LOG] },
				],
				statements: STATEMENTS.slice(3),
				sealers: [LATER_LOG, LOG],
			}),
			formatVerifierKey(LATER_LOG.key),
		],
	];
	const files = new Map<string, Uint8Array>([['keys.txt', text(keysText())]]);
	const expected: object[] = [];
	for (const [name, bytes, key] of bundles) {
		const file = name.startsWith('few-of-many') ? 'few-of-many.ndjson' : `${name}.ndjson`;
		files.set(file, bytes);
		const { outcome, headline, firstFinding, counts } = await verifyBundle([bytes], {
			primitives: nodePrimitives,
			keys: key === '' ? [] : [key],
		});
		expected.push({ name, file, keys: key === '' ? [] : [key], outcome, headline, firstFinding, counts });
	}
	files.set('expected.json', text(`${JSON.stringify(expected, null, 2)}\n`));
	return files;
}
