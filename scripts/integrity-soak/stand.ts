import { join } from 'node:path';
import postgres from 'postgres';
import { openSql } from '../../db/client';
import { nodePrimitives, nodeSigning } from '../../lib/chain/node-primitives';
import { formatSignerKey } from '../../lib/checkpoint/signer-key';
import { parseSignerSet } from '../../lib/checkpoint/signer-set';
import { Anchors } from '../../worker/integrity/anchors/loop';
import { parseAnchors } from '../../worker/integrity/anchors/settings';
import { Checkpoints } from '../../worker/integrity/checkpoints';
import { SweepThread } from '../../worker/integrity/sweeps/thread';
import { createLane } from '../../worker/lane';
import type { Lane } from '../../worker/lane-types';
import type { SigningKeys } from '../simulate/signing';

const ASK_MS = 1_000;

/** What sweeps came to. */
export interface SweptTotals {
	readonly sweeps: number;
	readonly events: number;
	readonly signatures: number;
	readonly checkpoints: number;
	readonly failed: number;
	/** Findings, as kind, place and words. */
	readonly findings: readonly string[];
}

/** A lane over an empty database, with all that a worker has beside it for integrity; sweeps are asked for without end, every other one deep. */
export async function startStand(databaseUrl: string, folder: string, keys: SigningKeys, say: (line: string) => void) {
	const log = { info() {}, warn: (fields: object, words: string) => say(`${words} ${JSON.stringify(fields)}`), error: () => {} };
	const loud = { ...log, error: log.warn };
	const sql = openSql(databaseUrl, { role: 'console_worker', connectionsMax: 4, applicationName: 'soak' });
	const owner = postgres(databaseUrl, { max: 1, onnotice: () => {} });
	const lane = createLane({ sql, auditHmacKey: keys.audit, streamsHmacKey: keys.streams, log: loud });
	const checkpointKeys = `${formatSignerKey(nodePrimitives, nodeSigning, 'soak.test', new Uint8Array(32).fill(9))} 0 -\n`;
	const signers = parseSignerSet(nodePrimitives, nodeSigning, checkpointKeys);
	const setting = `data=directory:${join(folder, 'anchors').replaceAll(' ', '%20')}`;
	const anchorSecrets = { webhookToken: null, s3: null };
	const anchors = new Anchors({ sql, anchors: parseAnchors(setting, anchorSecrets), log: loud });
	const checkpoints = new Checkpoints({ sql, signers: () => signers, now: Date.now, log: loud, onSigned: () => anchors.tell() });
	const sweeps = new SweepThread({
		databaseUrl,
		workerId: 'soak',
		auditKey: keys.audit,
		streamsKey: keys.streams,
		checkpointKeys,
		checkpointKeysFile: null,
		anchors: setting,
		anchorSecrets,
		rollingHours: 4,
		isBusy: () => lane.isBusy(),
		log: loud,
	});
	let isDeep = false;
	const ask = async () => {
		const [open] = await owner`select from sweeps where ended_at is null limit 1`;
		if (open !== undefined) return;
		isDeep = !isDeep;
		await owner`insert into sweeps (zone_no, kind, is_deep) select zone_no, 'demand', ${isDeep} from zones`;
	};
	let asking: Promise<void> = Promise.resolve();
	const asks = setInterval(() => {
		asking = asking.then(ask);
	}, ASK_MS);
	const running = [anchors.run(), checkpoints.run(), sweeps.run()];
	return {
		lane: lane as Lane,
		/** Lets what is asked for come to its end, and stops everything. */
		async finish(): Promise<SweptTotals> {
			clearInterval(asks);
			await asking;
			while ((await owner`select from sweeps where ended_at is null limit 1`).count > 0)
				await new Promise((done) => setTimeout(done, ASK_MS));
			for (const each of [sweeps, checkpoints, anchors]) each.stop();
			await Promise.all(running);
			await lane.stop();
			const [row] = await owner<{ sweeps: number; events: string; signatures: string; checkpoints: string; failed: number }[]>`
				select count(*)::int as sweeps, sum(events) as events, sum(signatures) as signatures, sum(checkpoints) as checkpoints,
					count(*) filter (where state <> 'done')::int as failed from sweeps`;
			const found = await owner<{ line: string }[]>`
				select concat_ws(' ', zone_id, kind, chain_seq, last_seq, detail) as line from audit_ingest_alerts order by id limit 20`;
			await sql.end({ timeout: 5 });
			await owner.end();
			return {
				sweeps: row?.sweeps ?? 0,
				events: Number(row?.events ?? 0),
				signatures: Number(row?.signatures ?? 0),
				checkpoints: Number(row?.checkpoints ?? 0),
				failed: row?.failed ?? 0,
				findings: found.map(({ line }) => line),
			};
		},
	};
}
