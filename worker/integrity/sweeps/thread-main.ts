// What runs in the thread of sweeps: their loop, on connections of its own.
import { constants, setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { openSql } from '../../../db/client';
import { publicSet } from '../../../lib/checkpoint/signer-set';
import type { LaneLog } from '../../lane-types';
import { parseAnchors } from '../anchors/settings';
import { signerSource } from '../signer-file';
import { Sweeps } from './loop';
import type { ThreadMessage, ThreadSettings } from './thread';

const STATS_MS = 500;

async function main(settings: ThreadSettings): Promise<void> {
	// there a thread has a priority of its own; elsewhere it would be the whole process's
	if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
	const tell = (message: ThreadMessage) => parentPort?.postMessage(message);
	const logs = (level: keyof LaneLog) => (fields: object, words: string) => tell({ kind: 'log', level, fields, words });
	const log: LaneLog = { info: logs('info'), warn: logs('warn'), error: logs('error') };
	const { databaseUrl, workerId, auditKey, streamsKey, checkpointKeys, checkpointKeysFile, anchors, anchorSecrets, busy, rollingHours } =
		settings;
	const buffer = (bytes: Uint8Array | null) => (bytes === null ? null : Buffer.from(bytes));
	const sql = openSql(databaseUrl, { role: 'console_worker', connectionsMax: 2, applicationName: `audit-worker ${workerId} sweeps` });
	const signers = signerSource(checkpointKeys, checkpointKeysFile, log);
	const sweeps = new Sweeps({
		sql,
		workerId,
		keys: { audit: buffer(auditKey), streams: buffer(streamsKey) },
		logKeys: () => publicSet(signers()).map(({ key }) => key),
		anchors: signers().length === 0 ? [] : parseAnchors(anchors, anchorSecrets),
		busyShare: () => busy[0] ?? 0,
		rollingHours,
		log,
	});
	const report = () => tell({ kind: 'stats', stats: { ...sweeps.stats } });
	const reports = setInterval(report, STATS_MS);
	parentPort?.once('message', () => sweeps.stop());
	try {
		await sweeps.run();
	} finally {
		clearInterval(reports);
		report();
		await sql.end({ timeout: 1 });
		parentPort?.close();
	}
}

await main(workerData as ThreadSettings);
