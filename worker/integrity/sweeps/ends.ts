import type { SqlClient } from '../../../db/client';
import { anchorStates } from '../../../db/integrity/anchors';
import { recordFindings } from '../../../db/integrity/findings';
import { orphanedTrees, projectedDays, type ZoneEnd, zoneEnd, zoneRoster } from '../../../db/integrity/sweep-facts';
import type { Statements } from '../../../db/one-connection';
import { parseCheckpoint } from '../../../lib/checkpoint/checkpoint';
import { parseNote } from '../../../lib/checkpoint/note';
import { type Anchor, segmentOf } from '../anchors/anchor';
import type { anchoredBeyond } from './heads';
import type { FoundThings } from './row-checker';

/** An anchor that lacks a checkpoint for longer than this lags. */
const LAG_MS_MAX = 300_000;

function headFindings(end: ZoneEnd, found: FoundThings): void {
	const { headSeq, headCount, headContent, lastSeq, lastContent } = end;
	if (lastSeq === 0) return;
	const say = (words: string, expected: string | null, seen: string | null) =>
		found.add({ kind: 'head_mismatch', eventId: '', seq: lastSeq, lastSeq, expected, found: seen, words });
	if (headSeq === null) say('the chain has no head', null, null);
	else if (headSeq < lastSeq) say('head of the chain against the last event', String(lastSeq), String(headSeq));
	else if (headSeq === lastSeq && headContent !== lastContent) say('content hash of the head', lastContent, headContent);
	else if (headSeq === lastSeq && headCount !== headSeq) say('count of the head', String(headSeq), String(headCount));
}

/**
 * Holds the end of a zone against all that tells how far it once came.
 * @param anchored how far anchors hold it, read before the snapshot of `pg`: a checkpoint may reach them at any moment
 * @returns the end
 */
export async function checkEnd(
	pg: () => Statements,
	zone: { readonly zoneNo: number; readonly zoneId: string },
	anchored: Awaited<ReturnType<typeof anchoredBeyond>>,
	found: FoundThings,
): Promise<ZoneEnd> {
	const end = await zoneEnd(pg(), zone.zoneNo);
	headFindings(end, found);
	const once = [
		{ size: end.headSeq ?? 0, who: 'the head of the chain' },
		{ size: end.treeSize, who: 'the tree' },
		{ size: end.checkpointSize, who: 'a checkpoint' },
		{ size: end.verifiedSeq, who: 'an earlier sweep' },
		...(anchored === null ? [] : [{ size: anchored.size, who: `anchor ${anchored.anchor}` }]),
	].sort((a, b) => b.size - a.size)[0];
	if (once !== undefined && once.size > end.lastSeq)
		found.add({
			kind: end.lastSeq === 0 ? 'zone_missing' : 'tail_truncated',
			eventId: '',
			seq: end.lastSeq + 1,
			lastSeq: once.size,
			expected: String(once.size),
			found: String(end.lastSeq),
			words: `last place according to ${once.who}`,
		});
	return end;
}

/** Whether checkpoints reach the anchors. */
export async function checkLag(sql: SqlClient, zoneNo: number, anchors: readonly Anchor[], found: FoundThings): Promise<void> {
	const states = await anchorStates(
		sql,
		zoneNo,
		anchors.map(({ name }) => name),
	);
	for (const { anchor, size, behindMs, lastError } of states)
		if (behindMs !== null && behindMs > LAG_MS_MAX)
			found.add({
				kind: 'anchor_lagging',
				eventId: '',
				seq: size + 1,
				lastSeq: null,
				expected: null,
				found: lastError,
				words: `anchor ${anchor}`,
			});
}

/** Compares how many events of each day ledger and projection have. */
export async function checkProjection(
	pg: Statements,
	zoneNo: number,
	toSeq: number,
	days: ReadonlyMap<number, number>,
	found: FoundThings,
): Promise<void> {
	const projected = await projectedDays(pg, zoneNo, toSeq);
	for (const day of new Set([...days.keys(), ...projected.keys()])) {
		const [inLedger, inSearch] = [days.get(day) ?? 0, projected.get(day) ?? 0];
		if (inLedger === inSearch) continue;
		const date = new Date(day * 86_400_000);
		const words = `events of ${Number.isNaN(date.getTime()) ? `day ${day}` : date.toISOString().slice(0, 10)} in the projection`;
		found.add({
			kind: 'projection_mismatch',
			eventId: '',
			seq: null,
			lastSeq: null,
			expected: String(inLedger),
			found: String(inSearch),
			words,
		});
	}
}

/** The zone a checkpoint's origin names, as far as it can be told from it. */
function zoneOf(note: string): string {
	const segment = parseCheckpoint(parseNote(note).text).origin.split('/zones/').at(-1) ?? '';
	return segment.startsWith('%sha256-') ? segment : decodeURIComponent(segment);
}

/** Writes down zones that are gone without a trace but their checkpoints: there is no sweep of a zone that is not there. */
export async function checkRoster(sql: SqlClient, anchors: readonly Anchor[]): Promise<number> {
	const roster = await zoneRoster(sql);
	const folders = new Set([...roster.keys()].map(segmentOf));
	const gone = new Map((await orphanedTrees(sql)).map(({ size, note }) => [zoneOf(note), { size, who: 'a checkpoint' }]));
	for (const anchor of anchors) {
		for (const folder of (await anchor.reads?.zones()) ?? []) {
			if (folders.has(folder)) continue;
			const size = (await anchor.reads?.sizes(folder, 1, Number.MAX_SAFE_INTEGER))?.at(-1);
			const note = size === undefined ? null : await anchor.reads?.read(folder, size);
			if (size !== undefined && note !== null && note !== undefined) gone.set(zoneOf(note), { size, who: `anchor ${anchor.name}` });
		}
	}
	let added = 0;
	for (const [zoneId, { size, who }] of gone)
		added += await recordFindings(sql, null, zoneId, [
			{
				kind: 'zone_missing',
				eventId: '',
				seq: 1,
				lastSeq: size,
				expected: String(size),
				found: '0',
				words: `last place according to ${who}`,
			},
		]);
	return added;
}
