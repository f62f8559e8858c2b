import { setTimeout as sleep } from 'node:timers/promises';
import { noteKeys } from '../../db/integrity/keys';
import { type TreeBehind, treesBehind } from '../../db/integrity/tree';
import { nodePrimitives } from '../../lib/chain/node-primitives';
import { publicSet } from '../../lib/checkpoint/signer-set';
import { fingerprint, formatVerifierKey } from '../../lib/checkpoint/verifier-key';
import { toError } from '../../lib/errors';
import { backoffMs } from '../backoff';
import type { LaneLog } from '../lane-types';
import { CHECKPOINT_EVENTS_MAX, STEP_EVENTS, TreeAdvancer, type TreeWriterOptions } from './advance-tree';

/** At full rate a step then takes thousands of events; each costs a transaction whatever it takes. */
const POLL_MS = 2_000;
/** Between two checkpoints of a zone with traffic; with what a poll and a step take, below a minute. */
const CHECKPOINT_AGE_MS = 50_000;

export interface CheckpointsOptions extends TreeWriterOptions {
	readonly log: LaneLog;
	readonly pollMs?: number;
	readonly ageMs?: number;
	/** Called when checkpoints were signed. */
	readonly onSigned?: () => void;
}

/** Follows the ledger with trees and signed checkpoints. Several workers share the zones. */
export class Checkpoints {
	private readonly stopped = new AbortController();
	private readonly trees: TreeAdvancer;
	private notedKeys = '';
	private failures = 0;
	/** Zones somebody waits for. */
	private readonly hurried = new Set<number>();
	private wake: () => void = () => {};

	constructor(private readonly options: CheckpointsOptions) {
		this.trees = new TreeAdvancer(options);
	}

	/** Works until `stop`. Resolves when the step at hand is committed or undone. */
	async run(): Promise<void> {
		const { log, pollMs = POLL_MS } = this.options;
		while (!this.stopped.signal.aborted) {
			try {
				const events = await this.turn();
				if (this.failures > 0) log.info({ tries: this.failures }, 'checkpoints follow the ledger again');
				this.failures = 0;
				// less than a whole step has left nothing behind
				if (events < STEP_EVENTS) await this.sleep(pollMs);
			} catch (error) {
				if (++this.failures === 1) log.warn({ reason: toError(error).message }, 'checkpoints do not follow the ledger');
				await this.sleep(backoffMs(this.failures, Math.random()));
			}
		}
		await this.trees.close();
	}

	/** Ends the loop. */
	stop(): void {
		this.stopped.abort();
	}

	/** Has checkpoints of these zones signed at once, whatever is due: up to what the ledger holds now. */
	hurry(zoneNos: readonly number[]): void {
		for (const zoneNo of zoneNos) this.hurried.add(zoneNo);
		this.wake();
	}

	/** One step in each zone where a checkpoint is due. @returns events taken into trees */
	async turn(): Promise<number> {
		let events = 0;
		let failure: Error | null = null;
		if (this.options.signers().length === 0) return 0;
		await this.noteKeys();
		const hurried = new Set(this.hurried);
		for (const zoneNo of hurried) this.hurried.delete(zoneNo);
		for (const zone of await treesBehind(this.options.sql)) {
			if (this.stopped.signal.aborted) break;
			if (!hurried.has(zone.zoneNo) && !this.isDue(zone)) continue;
			try {
				events += await this.trees.advance(zone);
			} catch (error) {
				// what ails one zone holds up no other
				failure = toError(error);
			}
		}
		if (events > 0) this.options.onSigned?.();
		if (failure !== null) throw failure;
		return events;
	}

	/** Has the console tell which keys checkpoints are signed by. */
	private async noteKeys(): Promise<void> {
		const keys = publicSet(this.options.signers()).map(({ key, from, until }) => ({
			verifierLine: formatVerifierKey(key),
			fingerprint: fingerprint(nodePrimitives, key),
			from,
			until,
		}));
		const text = JSON.stringify(keys);
		if (text === this.notedKeys) return;
		await noteKeys(this.options.sql, keys);
		this.notedKeys = text;
	}

	private isDue({ ledgerSeq, treeSize, checkpointSize, checkpointAgeMs }: TreeBehind): boolean {
		if (ledgerSeq <= treeSize) return false;
		return ledgerSeq - checkpointSize >= CHECKPOINT_EVENTS_MAX || checkpointAgeMs >= (this.options.ageMs ?? CHECKPOINT_AGE_MS);
	}

	private async sleep(ms: number): Promise<void> {
		const woken = new AbortController();
		this.wake = () => woken.abort();
		if (this.hurried.size === 0)
			await sleep(ms, undefined, { signal: AbortSignal.any([this.stopped.signal, woken.signal]) }).catch(() => {
				// cut short by stop() or hurry()
			});
		this.wake = () => {};
	}
}
