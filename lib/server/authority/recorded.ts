import 'server-only';
import { createHash } from 'node:crypto';
import type { ConsoleDetails } from '../../events/console';
import { redactText } from '../../evidence/redact';
import type { Context } from '../access';
import { record } from '../record';

type View = ConsoleDetails['console.authority_opened']['view'];

/** Views refresh themselves: the same question is recorded once in this time. */
const AGAIN_MS = 60_000;
const REMEMBERED_MAX = 5_000;
const lastMs = new Map<string, number>();

/** Characters kept of each part of a question. */
const PART_MAX = 500;

const recordable = (text: string) => redactText(text).slice(0, PART_MAX);

/** What was asked, as it is recorded: lists as one text, nothing of what was left open. */
function asked(question: object): Record<string, string> {
	const parts = Object.entries(question).map(([name, value]: [string, unknown]) => [name, [value ?? ''].flat().join(' ')] as const);
	return Object.fromEntries(parts.filter(([, text]) => text !== '').map(([name, text]) => [name, recordable(text)]));
}

/**
 * Records that a part of the graph was looked at, before it is answered.
 * @param question all that the answer depends on: another moment or other strikes are another question
 */
export async function recordAuthorityOpened(
	ctx: Context,
	zoneId: string,
	view: View,
	lookedAt: string,
	question: object = {},
): Promise<void> {
	// a hash: a question may be as long as an address
	const key = createHash('sha256')
		.update(JSON.stringify([ctx.actor.kind, ctx.actor.id, zoneId, view, lookedAt, question]))
		.digest('base64');
	const nowMs = performance.now();
	if (nowMs - (lastMs.get(key) ?? Number.NEGATIVE_INFINITY) < AGAIN_MS) return;
	await record(ctx, {
		action: 'console.authority_opened',
		zoneId,
		details: { view, looked_at: recordable(lookedAt), asked: asked(question) },
	});
	lastMs.delete(key);
	lastMs.set(key, nowMs);
	for (const oldest of lastMs.keys()) {
		if (lastMs.size <= REMEMBERED_MAX) break;
		lastMs.delete(oldest);
	}
}
