import { contentSha256 } from '../../chain/content-hash';
import { chainHmac } from '../../chain/hmac';
import { nodePrimitives, nodeSigning } from '../../chain/node-primitives';
import { formatCheckpoint } from '../../checkpoint/checkpoint';
import { signNote } from '../../checkpoint/sign';
import { asCosigner, type Signer, signerOf } from '../../checkpoint/signer-key';
import { parseAuditData } from '../../events/parse';
import { TreeHasher } from '../../merkle/hash';
import { rootAt } from '../../merkle/proof';
import { MemoryTiles } from '../../merkle/testing/memory-tiles';
import { TileWriter } from '../../merkle/tile-writer';
import { fromHex, toHex } from '../../primitives/text';
import { auditSignature } from '../../streams/signature';
import type { BundleCheckpoint, BundleEvent } from '../entries';

const HMAC_KEY = Buffer.alloc(32, 1);
export const hasher = new TreeHasher(nodePrimitives);

/** A signer whose seed is one byte repeated. */
export function sampleSigner(name: string, fill: number): Signer {
	return signerOf(nodePrimitives, nodeSigning, name, new Uint8Array(32).fill(fill));
}
export const LOG = sampleSigner('console.example/ledger', 1);
export const LATER_LOG = sampleSigner('console.example/ledger', 2);
export const WITNESS = asCosigner(nodePrimitives, sampleSigner('witness.example/w1', 3));
export const STRANGER = sampleSigner('console.example/ledger', 4);

export const originOf = (zoneId: string): string => `console.example/zone/${zoneId}`;

/** The wire form of the n-th event, from 1. */
function dataOf(zoneId: string, seq: number, padding: string): string {
	const second = String(seq % 60).padStart(2, '0');
	const minute = String(Math.floor(seq / 60) % 60).padStart(2, '0');
	return JSON.stringify({
		id: `${zoneId}-event-${seq}`,
		zone_id: zoneId,
		event_type: seq % 5 === 0 ? 'gateway_resource_request' : 'token_exchange',
		request_id: `req-${Math.ceil(seq / 2)}`,
		decision: seq % 7 === 0 ? 'deny' : 'allow',
		policy_set_version_id: 'psv_demo_7',
		evaluation_status: 'complete',
		determining_policies_json: seq % 7 === 0 ? null : [{ policy: 'caracal-mailer-use' }],
		diagnostics_json: [],
		metadata_json: { resource: 'resource://crm', note: `line\n"quoted" ü — ${seq}${padding}`, amount: 1.5, requested_scopes: ['crm:read'] },
		occurred_at: `2026-11-21T12:${minute}:${second}.123456Z`,
	});
}

export interface SampleLedger {
	readonly zoneId: string;
	readonly events: readonly BundleEvent[];
	readonly tiles: MemoryTiles;
}

/** A zone's ledger with its tiles; each event has so many bytes too many. */
export function sampleLedger(zoneId: string, count: number, paddingBytes = 0): SampleLedger {
	const events: BundleEvent[] = [];
	const writer = TileWriter.at(hasher, 0, []);
	let prev: string | null = null;
	for (let seq = 1; seq <= count; seq++) {
		const data = Buffer.from(dataOf(zoneId, seq, 'x'.repeat(paddingBytes)));
		const read = parseAuditData(data.toString());
		if (!read.ok) throw new Error(`the sample event is none: ${read.reason}`);
		const content = toHex(contentSha256(read.event));
		const sig = Buffer.from(auditSignature(HMAC_KEY, data));
		events.push({
			type: 'event',
			seq,
			event: read.event,
			contentSha256: content,
			prevContentSha256: prev,
			chainHmac: toHex(chainHmac(HMAC_KEY, content, prev ?? '')),
			ingestedAt: '2026-11-21T13:00:00.000000Z',
			kept: {
				stream: 'caracal.audit.events',
				entryId: `1795262400000-${seq}`,
				fields: [Buffer.from('data'), data, Buffer.from('sig'), sig],
			},
		});
		writer.append(hasher.leaf(fromHex(content) ?? new Uint8Array(0)));
		prev = content;
	}
	const tiles = new MemoryTiles();
	tiles.write(writer.take());
	return { zoneId, events, tiles };
}

/** A checkpoint over the first `size` events. */
export async function sampleCheckpoint(ledger: SampleLedger, size: number, signers: readonly Signer[]): Promise<BundleCheckpoint> {
	const root = await rootAt(hasher, ledger.tiles, size);
	const text = formatCheckpoint({ origin: originOf(ledger.zoneId), size, root, extensions: [] });
	return { type: 'checkpoint', size, note: await signNote(text, signers, 1_795_266_000) };
}
