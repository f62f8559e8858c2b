import type { ChainState, Tile } from '../api/oncall';
import { groupDigits, plural } from '../events/amounts';
import type { EpochMicros } from '../events/contract';
import { writeValues } from '../query/quote';
import { formatMicros } from '../time';
import type { FindingRow } from './facts';
import { searchFor } from './link';

/** How far a zone's chain reaches. */
export interface Head {
	readonly zone: string;
	readonly seq: number;
	readonly at: EpochMicros | null;
}

/** The chains and what ingest found wrong with their events. Nothing here says that a chain was verified. */
export function integrity(
	heads: readonly Head[],
	findings: readonly FindingRow[],
	findingsMax: number,
): { tile: Tile; chains: ChainState[] } {
	const ofZone = new Map(findings.map((row) => [row.zoneId, row]));
	const chains = heads.map(({ zone, seq, at }): ChainState => {
		const found = ofZone.get(zone);
		return {
			zone,
			headSeq: seq,
			headAt: at === null ? null : formatMicros(at),
			findings: found?.findings ?? 0,
			newest: found === undefined ? null : { kind: found.kind, eventId: found.eventId, at: formatMicros(found.at) },
			search: searchFor([zone], found === undefined ? '' : writeValues('id', [found.eventId]), null, null),
		};
	});
	const total = findings.reduce((sum, row) => sum + row.findings, 0);
	const isCut = findings.some((row) => row.findings >= findingsMax);
	const newest = findings.toSorted((a, b) => (a.at > b.at ? -1 : 1))[0];
	const reaching = chains.filter((chain) => chain.headSeq > 0);
	return {
		tile: {
			id: 'integrity',
			state: total > 0 ? 'attention' : 'calm',
			meaning: 'fault',
			figure: { value: `${isCut ? 'at least ' : ''}${groupDigits(total)}`, unit: total === 1 ? 'open finding' : 'open findings' },
			said:
				newest === undefined
					? `${plural(reaching.length, 'chain')}, ${plural(
							reaching.reduce((sum, chain) => sum + chain.headSeq, 0),
							'event',
						)}`
					: `newest: ${newest.kind.replaceAll('_', ' ')} in ${newest.zoneId}`,
			rule: 'Attention at the first finding of ingest, such as an entry that came again with other content',
			series: null,
			search: newest === undefined ? null : searchFor([newest.zoneId], writeValues('id', [newest.eventId]), null, null),
		},
		chains,
	};
}
