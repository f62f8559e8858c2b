import { cutMiddle, visible } from '../../lib/events/visible';
import type { Reconciliation } from './run';
import { deadLettersOf, type ZoneTally } from './tally';

const HEADINGS = ['zone', 'on streams', 'in ledger', 'duplicates', 'dead letters', 'waiting', 'missing', 'ledger total', 'chain'];
const ZONE_LENGTH_MAX = 40;

function zoneName(zoneId: string): string {
	return zoneId === '' ? '(none named)' : cutMiddle(visible(cutMiddle(zoneId, 400)), ZONE_LENGTH_MAX);
}

/** Lines of a table: the first column and the last to the left, numbers to the right. */
function table(rows: readonly (readonly string[])[]): string[] {
	const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
	return rows.map((row) =>
		row
			.map((cell, column) =>
				column === 0 || column === row.length - 1 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
			)
			.join('  ')
			.trimEnd(),
	);
}

function zoneRows(report: Reconciliation): string[][] {
	const audits = new Map(report.ledger.map((zone) => [zone.zoneId, zone]));
	const tallies = new Map(report.streams.map((zone) => [zone.zoneId, zone]));
	const zoneIds = [...new Set([...tallies.keys(), ...audits.keys()])].sort();
	return zoneIds.map((zoneId) => {
		const [tally, audit] = [tallies.get(zoneId), audits.get(zoneId)];
		const count = (of: (zone: ZoneTally) => number) => String(tally === undefined ? 0 : of(tally));
		const isWhole = audit !== undefined && audit.brokenLinks === 0 && audit.headSeq === audit.events && audit.headFits;
		const chain = audit === undefined || audit.events === 0 ? '-' : isWhole ? `1..${audit.headSeq} whole` : 'BROKEN';
		return [
			zoneName(zoneId),
			count((zone) => zone.entries),
			count((zone) => zone.ledger),
			count((zone) => zone.duplicates),
			count(deadLettersOf),
			count((zone) => zone.waiting),
			count((zone) => zone.missing),
			String(audit?.events ?? 0),
			chain,
		];
	});
}

function reasonRows(report: Reconciliation): string[][] {
	return report.streams.flatMap((zone) =>
		Object.entries(zone.deadLetters)
			.sort(([a], [b]) => (a < b ? -1 : 1))
			.map(([reason, entries]) => [zoneName(zone.zoneId), String(entries), visible(reason)]),
	);
}

/** The report for people, without an end of line. */
export function reportText(report: Reconciliation): string {
	const lines = table([HEADINGS, ...zoneRows(report)]);
	const reasons = reasonRows(report);
	if (reasons.length > 0) lines.push('', ...table([['dead letters of', 'entries', 'reason'], ...reasons]));
	const explained = report.streams.reduce((total, zone) => total + deadLettersOf(zone), 0);
	if (report.deadLettersTotal > explained)
		lines.push(
			'',
			`${report.deadLettersTotal - explained} more dead letters, of entries that are no longer on their streams or are in the ledger`,
		);
	if (report.faults.length > 0) lines.push('', ...report.faults.map(visible));
	if (report.waiting > 0) lines.push('', `${report.waiting} entries still wait for the worker`);
	lines.push('');
	if (report.missing === 0) lines.push('nothing missing');
	else {
		lines.push(`${report.missing} entries are missing${report.missing > report.firstMissing.length ? ', the first of them' : ''}:`);
		for (const { stream, entryId, zoneId, why } of report.firstMissing)
			lines.push(`  ${stream} ${entryId}  zone ${zoneName(zoneId)}: ${why}`);
	}
	return lines.join('\n');
}
