import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { openSql } from '../db/client';
import { beginHeartbeat, endHeartbeat } from '../db/ledger/heartbeat';
import { ConfigError, toError } from '../lib/errors';
import { refuseArguments } from '../lib/no-arguments';
import { AuthorityWatch } from './authority/watch';
import { BlockingReader } from './blocking-read';
import { ConsoleOutbox } from './console-outbox';
import { Consumer } from './consumer';
import { DaySums } from './day-sums';
import { DeadLetterSearches } from './dead-letter-searches/loop';
import { anchorSecrets, type WorkerEnv, workerEnv } from './env';
import { EvidenceJobs } from './evidence/loop';
import { GapWatch } from './gaps/watch';
import { CONSUMER_PREFIX } from './groups';
import { Pulse } from './heartbeat';
import { serveHealth } from './http';
import { Anchors } from './integrity/anchors/loop';
import { parseAnchors } from './integrity/anchors/settings';
import { Checkpoints } from './integrity/checkpoints';
import { signerSource } from './integrity/signer-file';
import { SweepThread } from './integrity/sweeps/thread';
import { createLane } from './lane';
import { readMetrics } from './read-metrics';
import { openRedis } from './redis';
import { checkDatabase, probeDatabase } from './schema-check';
import { SignatureChecks } from './signature-checks/loop';
import { WordIndex } from './word-index/loop';

/** How long a stopping worker may take to finish its batch before it is ended. */
const STOP_MS_MAX = 25_000;
/** And of that for what follows the ledger, once the ledger is at rest. */
const BEHIND_MS_MAX = 5_000;

/** Starts the worker and resolves when it has stopped of its own will. The only place where anything of it starts. */
async function runWorker(env: WorkerEnv): Promise<void> {
	const log = pino({ level: env.LOG_LEVEL, base: { worker: env.WORKER_NAME } });
	const sql = openSql(env.DATABASE_URL, { role: 'console_worker', connectionsMax: 4, applicationName: `audit-worker ${env.WORKER_NAME}` });
	await checkDatabase(sql, env.DATABASE_URL);
	const redis = await openRedis(env.REDIS_URL, 'audit-worker', log);
	const readingRedis = await openRedis(env.REDIS_URL, 'audit-worker-read', log, 'blocking');
	const outboxRedis = await openRedis(env.REDIS_URL, 'audit-worker-outbox', log);
	if (env.AUDIT_HMAC_KEY === null) log.warn('AUDIT_HMAC_KEY is not set: unsigned audit entries are accepted');
	if (env.STREAMS_HMAC_KEY === null) log.warn('STREAMS_HMAC_KEY is not set: unsigned authority entries are accepted');

	const lane = createLane({ sql, auditHmacKey: env.AUDIT_HMAC_KEY, streamsHmacKey: env.STREAMS_HMAC_KEY, log });
	const consumer = new Consumer({
		reader: new BlockingReader(readingRedis, redis),
		redis,
		lane,
		group: env.AUDIT_STREAM_GROUP,
		name: `${CONSUMER_PREFIX}${env.WORKER_NAME}`,
		batchMax: env.WORKER_BATCH_MAX,
		deliveriesMax: env.AUDIT_MAX_DELIVERIES,
		claimIdleMs: env.AUDIT_CLAIM_IDLE_SECS * 1000,
		probeDatabase: () => probeDatabase(sql),
		log,
	});
	const outbox = new ConsoleOutbox({ sql, redis: outboxRedis, auditHmacKey: env.AUDIT_HMAC_KEY, log });
	const wordIndex = new WordIndex({ sql, isBusy: () => lane.isBusy(), log });
	const daySums = new DaySums({ sql, isBusy: () => lane.isBusy(), log });
	const signatureChecks = new SignatureChecks({
		sql,
		keys: { audit: env.AUDIT_HMAC_KEY, streams: env.STREAMS_HMAC_KEY },
		isBusy: () => lane.isBusy(),
		log,
	});
	const letterSearches = new DeadLetterSearches({ sql, redis, isBusy: () => lane.isBusy(), log });
	const authorityWatch = new AuthorityWatch({ sql, redis, group: env.AUDIT_STREAM_GROUP, isBusy: () => lane.isBusy(), log });
	const signers = signerSource(env.CHECKPOINT_KEYS ?? null, env.CHECKPOINT_KEYS_FILE ?? null, log);
	const places = signers().length === 0 ? [] : parseAnchors(env.ANCHORS, anchorSecrets(env));
	const anchors = new Anchors({ sql, anchors: places, log });
	const checkpoints = new Checkpoints({ sql, signers, now: Date.now, log, onSigned: () => anchors.tell() });
	const sweeps = new SweepThread({
		databaseUrl: env.DATABASE_URL,
		workerId: env.WORKER_NAME,
		auditKey: env.AUDIT_HMAC_KEY,
		streamsKey: env.STREAMS_HMAC_KEY,
		checkpointKeys: env.CHECKPOINT_KEYS ?? null,
		checkpointKeysFile: env.CHECKPOINT_KEYS_FILE ?? null,
		anchors: env.ANCHORS,
		anchorSecrets: anchorSecrets(env),
		rollingHours: env.AUDIT_TAMPER_ROLLING_HOURS,
		isBusy: () => lane.isBusy(),
		log,
	});
	const gaps = new GapWatch({ sql, redis, group: env.AUDIT_STREAM_GROUP, log });
	const evidence = new EvidenceJobs({
		...{ sql, workerId: env.WORKER_NAME, signers, now: Date.now, isBusy: () => lane.isBusy(), log },
		hurry: (zoneNos) => checkpoints.hurry(zoneNos),
	});
	const pulse = new Pulse({ env, sql, redis, consumer, outbox, lane });
	const thresholds = {
		deadLettersMax: env.AUDIT_READY_DLQ_MAX,
		lagMax: env.AUDIT_READY_LAG_MAX,
		oldestPendingSecondsMax: env.AUDIT_READY_PEL_OLDEST_SECS_MAX,
	};
	// before the first read: of two workers with one name, which is host and port, the second ends here
	const metrics = readMetrics({ sql, redis, pulse, lane, consumer, sweeps });
	const { server, port } = await serveHealth(env.WORKER_PORT, thresholds, () => pulse.state(), {
		read: metrics,
		bearer: env.METRICS_BEARER ?? null,
		isClosed: env.isPublished,
	});
	onStopRequested(env, (reason) => {
		log.info({ reason }, 'stopping: finishing the batch');
		setTimeout(() => {
			log.error({ secondsMax: STOP_MS_MAX / 1000 }, 'did not stop in time; what was in flight stays pending');
			process.exit(1);
		}, STOP_MS_MAX).unref();
		outbox.stop();
		wordIndex.stop();
		signatureChecks.stop();
		letterSearches.stop();
		authorityWatch.stop();
		daySums.stop();
		checkpoints.stop();
		anchors.stop();
		sweeps.stop();
		gaps.stop();
		evidence.stop();
		consumer.stop();
	});
	if (signers().length === 0) log.warn('CHECKPOINT_KEYS is not set: no checkpoints are signed; `caracal keys make` makes a key');
	await beginHeartbeat(sql, env.WORKER_NAME);
	log.info({ port, group: env.AUDIT_STREAM_GROUP }, 'worker is up');

	// what was deleted while nobody read can only be told before the first read
	await gaps.tryLook();
	pulse.start();
	const ledger = Promise.all([consumer.run(), outbox.run()]);
	const behind = Promise.all([
		wordIndex.run(),
		daySums.run(),
		signatureChecks.run(),
		letterSearches.run(),
		authorityWatch.run(),
		checkpoints.run(),
		anchors.run(),
		sweeps.run(),
		gaps.run(),
		evidence.run(),
	]);
	// what follows the ledger is taken up where it stood by any worker, so it does not hold up the end of this one
	const late = ledger.then(() => sleep(BEHIND_MS_MAX, 'late', { ref: false }));
	if ((await Promise.race([Promise.all([ledger, behind]), late])) === 'late')
		log.warn({ secondsMax: BEHIND_MS_MAX / 1000 }, 'what follows the ledger did not stop in time; it is taken up where it stood');
	await pulse.stop();
	await lane.stop();
	await endHeartbeat(sql, env.WORKER_NAME).catch((error: unknown) =>
		log.warn({ reason: toError(error).message }, 'could not take the heartbeat away'),
	);
	server.close();
	redis.disconnect();
	outboxRedis.disconnect();
	await sql.end({ timeout: 5 });
	log.info('stopped');
}

/** Calls `stop` at the first SIGTERM, SIGINT or, when asked for, end of the parent; a second signal ends the process. */
function onStopRequested(env: WorkerEnv, stop: (reason: string) => void): void {
	let asked = false;
	const ask = (reason: string) => {
		if (asked) process.exit(1);
		asked = true;
		stop(reason);
	};
	process.on('SIGTERM', () => ask('SIGTERM'));
	process.on('SIGINT', () => ask('SIGINT'));
	if (env.WORKER_EXIT_WITH_PARENT === '1') process.on('disconnect', () => ask('parent ended'));
}

function endWith(thrown: unknown): void {
	const error = toError(thrown);
	if (error instanceof ConfigError) process.stderr.write(`${error.message}\n`);
	else pino().fatal({ stack: error.stack }, 'the worker ended');
	process.exit(1);
}

process.on('uncaughtException', endWith);
process.on('unhandledRejection', endWith);
try {
	refuseArguments('npm run worker', process.argv.slice(2));
	await runWorker(workerEnv());
	process.exit(0);
} catch (error) {
	endWith(error);
}
