import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { BundleEntry } from '../../lib/bundle/entries';
import { writeBundle } from '../../lib/bundle/writer';
import { contentSha256 } from '../../lib/chain/content-hash';
import { chainHmac } from '../../lib/chain/hmac';
import { keptEvent } from '../../lib/chain/kept-content';
import { nodePrimitives } from '../../lib/chain/node-primitives';
import { formatCheckpoint } from '../../lib/checkpoint/checkpoint';
import { originOf } from '../../lib/checkpoint/origin';
import { signNote } from '../../lib/checkpoint/sign';
import { formatVerifierKey } from '../../lib/checkpoint/verifier-key';
import { Frontier } from '../../lib/merkle/frontier';
import { TreeHasher } from '../../lib/merkle/hash';
import { buildCli } from '../../scripts/build/cli';
import { demoMix } from '../../scripts/simulate/mix';
import { cpuMs } from '../cpu';
import { type Keys, SIGNER } from './fill';

const ZONE = 'zn_bench';
const CHECKPOINT_EVENTS = 1000;
const SAMPLE_MS = 50;
const MANIFEST = {
	producer: 'bench',
	exportedAt: '2026-11-21T14:00:00Z',
	exportedBy: 'bench',
	subject: { kind: 'range', text: 'everything' },
	filter: '',
	from: null,
	to: null,
	keys: [formatVerifierKey(SIGNER.key)],
} as const;

/** A zone's whole ledger of the demo mix, with a checkpoint every thousand events. */
async function* entriesOf(keys: Keys, events: number): AsyncGenerator<BundleEntry, void, undefined> {
	const origin = originOf(nodePrimitives, SIGNER.key.name, ZONE);
	const tree = new Frontier(new TreeHasher(nodePrimitives));
	yield { type: 'manifest', ...MANIFEST };
	yield { type: 'zone', zoneId: ZONE, origin };
	let prev: string | null = null;
	let seq = 0;
	for (const { stream, streamAtMs, fields: texts } of demoMix('bundle', { startMs: Date.now(), keys, zones: [ZONE] })) {
		const fields = texts.map((text) => Buffer.from(text));
		const entryId = `${streamAtMs}-${seq}`;
		const read = keptEvent({ stream, entryId, fields });
		if (!read.ok) continue;
		seq++;
		const content = contentSha256(read.event);
		const hex = content.toString('hex');
		tree.appendContent(content);
		yield {
			type: 'event',
			seq,
			event: read.event,
			contentSha256: hex,
			prevContentSha256: prev,
			chainHmac: chainHmac(keys.audit, hex, prev ?? '').toString('hex'),
			ingestedAt: '2026-11-21T13:00:00.000000Z',
			kept: { stream, entryId, fields },
		};
		prev = hex;
		if (seq % CHECKPOINT_EVENTS === 0 || seq === events) {
			const text = formatCheckpoint({ origin, size: seq, root: tree.root(), extensions: [] });
			yield { type: 'checkpoint', size: seq, note: await signNote(text, [SIGNER], 1_795_266_000) };
		}
		if (seq === events) return;
	}
}

export interface VerifiedBundle {
	readonly bytes: number;
	/** From the start of the command to its end. */
	readonly seconds: number;
	/** Processor time, null where the system does not tell. */
	readonly cpuSeconds: number | null;
	readonly firstLine: string;
}

/** Writes a bundle of so many events and has the built command verify it, offline, with the key given. */
export async function verifyBundleOf(keys: Keys, events: number, folder: string): Promise<VerifiedBundle> {
	const [file, cli] = [join(folder, 'bundle.jsonl'), join(folder, 'caracal.mjs')];
	await buildCli(cli);
	const bundle = writeBundle(entriesOf(keys, events), { primitives: nodePrimitives, sealers: [SIGNER], sealedAtSeconds: 1_795_269_600 });
	await pipeline(Readable.from(bundle), createWriteStream(file));
	const start = performance.now();
	const child = spawn(process.execPath, [cli, 'evidence', 'verify', file, '--key', formatVerifierKey(SIGNER.key)], {
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	const out: Buffer[] = [];
	child.stdout.on('data', (piece: Buffer) => out.push(piece));
	let cpu: number | null = null;
	const watch = setInterval(() => {
		cpu = cpuMs(child.pid ?? 0) ?? cpu;
	}, SAMPLE_MS);
	const [code] = (await once(child, 'close')) as [number | null];
	clearInterval(watch);
	const seconds = (performance.now() - start) / 1000;
	const [firstLine = ''] = Buffer.concat(out).toString().split('\n');
	if (code !== 0) throw new Error(`the bundle was not proven (${code}): ${firstLine}`);
	return { bytes: (await stat(file)).size, seconds, cpuSeconds: cpu === null ? null : cpu / 1000, firstLine };
}
