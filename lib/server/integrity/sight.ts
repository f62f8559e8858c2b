import 'server-only';
import { gapRows, openFindings } from '../../../db/queries/integrity/open-findings';
import { zoneAnchorRows, zoneIntegrityRows } from '../../../db/queries/integrity/zones';
import { readSnapshot } from '../../../db/queries/reader';
import { listZones } from '../../../db/queries/zones';
import { type EvidenceGap, missingGap, streamGap } from '../../evidence/gaps';
import { isOfLedger, type ZoneState, zoneState } from '../../evidence/zone-state';
import { parseRfc3339Micros } from '../../time';
import { nowMicros } from '../clock';
import { readDatabase } from '../database';
import { KeptReads } from '../kept-read';
import { readSilent } from '../oncall/silent';

/** Every view of every reader asks every few seconds. */
const KEPT_MS = 2_000;
/** Who is silent changes by the minute, and costs more to tell. */
const SILENCE_KEPT_MS = 30_000;
const FINDINGS_MAX = 500;
const GAPS_MAX = 200;

/** What the integrity chip tells of a zone. */
export interface ZoneSight {
	readonly state: ZoneState;
	readonly said: string;
	readonly verifiedSeq: number;
	readonly verifiedAt: bigint | null;
	/** Anchors that hold a checkpoint of it. */
	readonly anchors: number;
}

/** What is said above every view, of every zone: who is told which of it is the caller's to choose. */
export interface Sight {
	readonly zones: ReadonlyMap<string, ZoneSight>;
	readonly gone: readonly string[];
	readonly gaps: readonly EvidenceGap[];
}

async function readSight(): Promise<Sight> {
	const database = readDatabase();
	const named = await listZones(database);
	const zoneNos = named.map(({ zoneNo }) => zoneNo);
	const [rows, reached, findings, gaps] = await readSnapshot(database, 'all', (reader) =>
		Promise.all([
			zoneIntegrityRows(reader, zoneNos),
			zoneAnchorRows(reader, zoneNos),
			openFindings(reader, FINDINGS_MAX),
			gapRows(reader, GAPS_MAX),
		]),
	);
	const now = nowMicros();
	const nameOf = new Map(named.map(({ zoneNo, zoneId }) => [zoneNo, zoneId]));
	const zones = rows.map((row): [string, ZoneSight] => {
		const zone = nameOf.get(row.zoneNo) ?? '';
		const own = findings.filter(({ zoneId }) => zoneId === zone);
		const places = own.filter(({ kind, seq }) => seq !== null && isOfLedger(kind)).map(({ seq }) => seq ?? 0);
		const facts = { ...row, findings: own.map(({ kind }) => kind), brokenSeq: places.length === 0 ? null : Math.min(...places) };
		const anchors = reached.filter(({ zoneNo, size }) => zoneNo === row.zoneNo && size > 0).length;
		return [zone, { ...zoneState(facts, now), verifiedSeq: row.verifiedSeq, verifiedAt: row.verifiedAt, anchors }];
	});
	const there = new Set(named.map(({ zoneId }) => zoneId));
	return {
		zones: new Map(zones),
		gone: [...new Set(findings.filter(({ kind, zoneId }) => kind === 'zone_missing' && !there.has(zoneId)).map(({ zoneId }) => zoneId))],
		gaps: [...findings.flatMap((finding) => missingGap(finding) ?? []), ...gaps.map(streamGap)],
	};
}

async function readQuiet(): Promise<EvidenceGap[]> {
	const silent = await readSilent(await listZones(readDatabase()));
	const now = nowMicros();
	return silent.map(
		({ zone, what, name, lastAt, said }): EvidenceGap => ({
			reason: 'quiet',
			zone,
			from: (lastAt === null ? null : parseRfc3339Micros(lastAt)) ?? now - 3_600_000_000n,
			to: null,
			said: `${zone}${what === 'zone' ? '' : `, ${name}`} has gone quiet: ${said}`,
		}),
	);
}

const sights = new KeptReads(KEPT_MS, readSight);
const quiet = new KeptReads(SILENCE_KEPT_MS, readQuiet);

/** One read for the chip and the notices of everybody this process serves, seconds old at most. */
export async function sight(): Promise<Sight> {
	const [known, silent] = await Promise.all([sights.read(readDatabase()), quiet.read(readDatabase())]);
	return { ...known, gaps: [...known.gaps, ...silent] };
}
