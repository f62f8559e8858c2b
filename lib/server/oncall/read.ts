import 'server-only';
import { FINDINGS_MAX, findingsOf } from '../../../db/queries/oncall/findings';
import { heldApprovals } from '../../../db/queries/oncall/held';
import { lastOfTypes, lastOfZones } from '../../../db/queries/oncall/last';
import { minuteCounts } from '../../../db/queries/oncall/minutes';
import { refusedValues } from '../../../db/queries/oncall/refusals';
import { revocationsSince } from '../../../db/queries/oncall/revocations';
import { hoursOfTypes } from '../../../db/queries/oncall/type-hours';
import { workerRows } from '../../../db/queries/worker-status';
import { headsOf, type ZoneRow } from '../../../db/queries/zones';
import type { OnCall } from '../../api/oncall';
import { incompleteReasons } from '../../api/status';
import { redactText } from '../../evidence/redact';
import { CHART_MINUTES, hourOf, MICROS_PER_MINUTE, minuteOf, startOfHour, startOfMinute } from '../../oncall/clock';
import { decisions } from '../../oncall/decisions';
import { denials } from '../../oncall/denials';
import { held } from '../../oncall/held';
import { integrity } from '../../oncall/integrity';
import { needsOf } from '../../oncall/needs';
import { pipeline } from '../../oncall/pipeline';
import { refusalMinutes, refusals } from '../../oncall/refusals';
import { revocations, revocationTimes } from '../../oncall/revocations';
import { silence, voicesOf, watchedOf } from '../../oncall/silence';
import { TOKEN_HOURS, TOKEN_TYPES, tokens } from '../../oncall/tokens';
import { formatMicros } from '../../time';
import { DEFAULT_SEARCH } from '../../url/search';
import type { Context } from '../access';
import { nowMicros } from '../clock';
import { readDatabase } from '../database';
import { readZones } from '../evidence';
import { recordCounts } from '../record-counts';
import { SharedReads } from '../shared-read';
import { workerState } from '../status';
import { askedZones } from '../zones';
import { readUsual, type UsualFacts } from './usual';

/** Every screen asks every few seconds: those that ask within one share an answer. */
const APART_MS = 1_000;
/** The longest that an approval can be waited for. */
const APPROVAL_DAYS = 7n;
const REFUSED_MAX = 5;
/** Types are looked for over as many of the last minutes as hold so many events. */
const LOOKED_EVENTS_MAX = 300_000;
const LOOKED_MINUTES = [60, 30, 10];
/** A zone's last event is looked for as far back as silence goes: of a zone nothing but the console itself writes in, not further. */
const HEARD_MINUTES = 60n;

const answers = new SharedReads<OnCall>(APART_MS);

const newestOf = (instants: readonly bigint[]) =>
	instants.reduce<bigint | null>((newest, at) => (newest === null || at > newest ? at : newest), null);
const written = (at: bigint | null) => (at === null ? null : formatMicros(at));

/** Two round trips on one snapshot: what the rollups and indexes know, then what is asked by what they said. */
function readFacts(zones: readonly ZoneRow[], usual: UsualFacts, now: bigint) {
	const zoneNos = zones.map((zone) => zone.zoneNo);
	const watched = watchedOf(usual.now, usual.before);
	return readZones(zones, async (reader) => {
		const { since: revokedSince, flightSince } = revocationTimes(now);
		const [minutes, lastOfZone, heads, tokenHours, findings, approvals, revoked] = await Promise.all([
			minuteCounts(reader, zoneNos, startOfMinute(minuteOf(now) - CHART_MINUTES + 1)),
			lastOfZones(reader, zoneNos, now - HEARD_MINUTES * MICROS_PER_MINUTE, now),
			headsOf(reader, zoneNos),
			hoursOfTypes(reader, zoneNos, TOKEN_TYPES, startOfHour(hourOf(now) - TOKEN_HOURS + 1)),
			findingsOf(
				reader,
				zones.map((zone) => zone.zoneId),
			),
			heldApprovals(reader, zoneNos, now - APPROVAL_DAYS * 24n * 60n * MICROS_PER_MINUTE),
			revocationsSince(reader, zoneNos, revokedSince, flightSince),
		]);
		const within = (count: number) => minutes.reduce((sum, { minute, events }) => sum + (minute > minuteOf(now) - count ? events : 0), 0);
		const looked = LOOKED_MINUTES.find((count) => within(count) <= LOOKED_EVENTS_MAX) ?? LOOKED_MINUTES.at(-1) ?? 0;
		const since = now - BigInt(looked) * MICROS_PER_MINUTE;
		const refusedMinutes = refusalMinutes(minutes, now);
		const [refused, lastOfType] = await Promise.all([
			refusedValues(reader, zoneNos, now - BigInt(refusedMinutes) * MICROS_PER_MINUTE, now, REFUSED_MAX),
			lastOfTypes(reader, watched, since, now),
		]);
		return { minutes, lastOfZone, heads, tokenHours, findings, approvals, revoked, since, refusedMinutes, refused, lastOfType, watched };
	});
}

/** @param named the zones the searches name that figures lead to: none where all were asked for */
async function answerFor(zones: readonly ZoneRow[], named: readonly string[]): Promise<OnCall> {
	const now = nowMicros();
	const usual = await readUsual(zones, hourOf(now));
	const [facts, workers] = await Promise.all([readFacts(zones, usual, now), workerRows(readDatabase())]);
	const names = new Map(zones.map((zone) => [zone.zoneNo, zone.zoneId]));
	const zoneOf = (zoneNo: number) => names.get(zoneNo) ?? '';
	const worker = workerState(workers);
	const headOf = new Map(facts.heads.map((head) => [head.zoneNo, head]));
	const denied = denials(facts.minutes, usual.decisions, now, named);
	const approvals = facts.approvals.rows.map((row) => ({
		...row,
		challenge: redactText(row.challenge),
		app: redactText(row.app),
		tier: redactText(row.tier),
	}));
	const waiting = held(approvals, facts.approvals.isWhole, now, named, zoneOf);
	const chains = integrity(
		zones.map(({ zoneNo, zoneId }) => ({ zone: zoneId, seq: headOf.get(zoneNo)?.seq ?? 0, at: headOf.get(zoneNo)?.updatedAt ?? null })),
		facts.findings,
		FINDINGS_MAX,
	);
	const refusedShown = facts.refused.map((row) => ({
		...row,
		value: redactText(row.value),
		name: row.name === null ? null : redactText(row.name),
	}));
	const refused = refusals(refusedShown, facts.refusedMinutes, now, named);
	const voices = voicesOf({ ...facts, zoneSince: now - HEARD_MINUTES * MICROS_PER_MINUTE, now, zoneOf });
	const tiles = [
		denied.tile,
		waiting.tile,
		decisions(facts.minutes, usual.decisions, now, named),
		pipeline(worker),
		chains.tile,
		revocations(facts.revoked, zoneOf),
		refused.tile,
		tokens(facts.tokenHours, now, named),
		silence(voices, !incompleteReasons(worker).some((reason) => reason === 'no_worker' || reason === 'lag')),
	];
	return {
		at: formatMicros(now),
		zones: zones.map((zone) => zone.zoneId),
		lastEventAt: written(newestOf([...facts.lastOfZone.values()].map(({ at }) => at))),
		lastCommitAt: written(newestOf(facts.heads.map((head) => head.updatedAt))),
		tiles,
		needs: needsOf(tiles, voices),
		denials: denied.panel,
		refusals: refused.panel,
		held: waiting.panel,
		voices,
		worker,
		chains: chains.chains,
	};
}

/** What somebody on call must see of these zones. @throws AppError forbidden for a zone that is not the asker's */
export async function readOnCall({ ctx, zones }: { ctx: Context; zones: readonly string[] }): Promise<OnCall> {
	const asked = await askedZones(ctx, zones);
	const named = zones.length === 0 ? [] : asked.map((zone) => zone.zoneId);
	const key = `${named.length === 0 ? '*' : ''} ${asked.map((zone) => zone.zoneNo).join(',')}`;
	const answer = await answers.read(key, () => answerFor(asked, named));
	// once, for as long as the screen asks
	await recordCounts(ctx, 'oncall', { ...DEFAULT_SEARCH, zones });
	return answer;
}
