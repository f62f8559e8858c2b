// Starts what it is told (child, postgres or redis) on a data folder, prints one line of JSON about it, and waits to be killed or left alone.
import { join } from 'node:path';
import { startChild } from '../child';
import { startPostgres } from '../postgres';
import { reaperProcess } from '../reaper';
import { startRedis } from '../redis';

const [what, dataDir = ''] = process.argv.slice(2);

async function start(): Promise<{ pid: number; url?: string }> {
	if (what === 'postgres') return startPostgres({ dataDir });
	if (what === 'redis') return startRedis({ dataDir });
	return startChild({
		name: 'A program',
		command: process.execPath,
		// takes no notice of a polite signal, so that only the reaper's second one ends it
		args: ['-e', "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)"],
		env: {},
		logFile: join(dataDir, 'log'),
		stopSignal: 'SIGTERM',
		stopGraceMs: 200,
		stage: 0,
	});
}

const { pid, url } = await start();
process.stdout.write(`${JSON.stringify({ pid, url, reaper: reaperProcess()?.pid })}\n`);
// the test that started this may fail and end without killing it
process.stdin.resume().on('close', () => process.exit(1));
