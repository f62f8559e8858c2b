import { nodePrimitives } from '../../chain/node-primitives';
import type { Signer } from '../../checkpoint/signer-key';
import { formatVerifierKey } from '../../checkpoint/verifier-key';
import { compareText } from '../../primitives/text';
import type { BundleEntry } from '../entries';
import type { BundleManifest, Statement } from '../form';
import { stripOf } from '../strip';
import { writeBundle } from '../writer';
import { hasher, LOG, originOf, type SampleLedger, sampleCheckpoint, WITNESS } from './sample-ledger';

export interface SamplePart {
	readonly ledger: SampleLedger;
	/** Places of the chosen events. */
	readonly seqs: readonly number[];
	/** Sizes of the checkpoints. */
	readonly sizes: readonly number[];
	readonly signers?: readonly Signer[];
}

export interface SampleBundle {
	readonly parts: readonly SamplePart[];
	readonly statements?: readonly Statement[];
	readonly sealers?: readonly Signer[];
	readonly keys?: readonly string[];
}

export const MANIFEST: BundleManifest = {
	producer: 'caracal-audit-console 0.1.0',
	exportedAt: '2026-11-21T14:00:00Z',
	exportedBy: 'auditor@example.com',
	subject: { kind: 'search', text: 'what the mailer did' },
	filter: 'application_name:mailer',
	from: '2026-11-21T12:00:00Z',
	to: '2026-11-21T13:00:00Z',
	keys: [LOG, WITNESS].map(({ key }) => formatVerifierKey(key)),
};

export const STATEMENTS: readonly Statement[] = [
	{
		type: 'alert',
		zone_id: 'zn_a',
		id: '7',
		kind: 'content_mismatch_on_replay',
		event_id: 'zn_a-event-9',
		detail: 'stored=… incoming=…',
		observed_at: '2026-11-21T12:30:00Z',
		resolved_at: null,
		resolution: null,
	},
	{
		type: 'sweep',
		zone_id: 'zn_a',
		id: '12',
		kind: 'hourly',
		started_at: '2026-11-21T13:00:00Z',
		ended_at: '2026-11-21T13:00:04Z',
		from_seq: 1,
		to_seq: 40,
		events: 40,
		findings: 0,
		outcome: 'whole',
	},
	{ type: 'policy', zone_id: 'zn_a', policy_set_id: null, policy_set_version_id: 'psv_demo_7', manifest_sha: null, events: 3 },
	{
		type: 'missing',
		zone_id: null,
		kind: 'lag',
		from: '2026-11-21T12:58:00Z',
		to: '2026-11-21T13:00:00Z',
		count: 12,
		detail: 'entries not yet in the ledger when the bundle was made',
	},
];

async function* entriesOf({
	parts,
	statements = STATEMENTS,
	keys = MANIFEST.keys,
}: SampleBundle): AsyncGenerator<BundleEntry, void, undefined> {
	yield { type: 'manifest', ...MANIFEST, keys };
	for (const { ledger, seqs, sizes, signers = [LOG, WITNESS] } of [...parts].sort((a, b) =>
		compareText(a.ledger.zoneId, b.ledger.zoneId),
	)) {
		yield { type: 'zone', zoneId: ledger.zoneId, origin: originOf(ledger.zoneId) };
		const chosen = new Set(seqs);
		const events = ledger.events.filter(({ seq }) => chosen.has(seq));
		const checkpoints = await Promise.all(sizes.map((size) => sampleCheckpoint(ledger, size, signers)));
		yield* stripOf(hasher, ledger.tiles, events, checkpoints);
	}
	yield* statements;
}

/** The bytes of a sample bundle. */
export async function sampleBundle(sample: SampleBundle): Promise<Uint8Array> {
	const options = { primitives: nodePrimitives, sealers: sample.sealers ?? [LOG], sealedAtSeconds: 1_795_269_600 };
	const chunks: Uint8Array[] = [];
	for await (const chunk of writeBundle(entriesOf(sample), options)) chunks.push(chunk);
	return Uint8Array.from(Buffer.concat(chunks));
}
