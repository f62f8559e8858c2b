import 'server-only';
import type { ConsoleDetails } from '../../events/console';
import { redactText } from '../../evidence/redact';
import type { Context } from '../access';
import { record } from '../record';

type View = ConsoleDetails['console.authority_opened']['view'];

/** Views refresh themselves: the same one is recorded once in this time. */
const AGAIN_MS = 60_000;
const REMEMBERED_MAX = 5_000;
const lastMs = new Map<string, number>();

/** Records that a part of the graph was looked at, before it is answered. */
export async function recordAuthorityOpened(ctx: Context, zoneId: string, view: View, lookedAt: string): Promise<void> {
	const key = JSON.stringify([ctx.actor.kind, ctx.actor.id, zoneId, view, lookedAt]);
	const nowMs = performance.now();
	if (nowMs - (lastMs.get(key) ?? Number.NEGATIVE_INFINITY) < AGAIN_MS) return;
	await record(ctx, {
		action: 'console.authority_opened',
		zoneId,
		details: { view, looked_at: redactText(lookedAt).slice(0, 500) },
	});
	lastMs.delete(key);
	lastMs.set(key, nowMs);
	for (const oldest of lastMs.keys()) {
		if (lastMs.size <= REMEMBERED_MAX) break;
		lastMs.delete(oldest);
	}
}
