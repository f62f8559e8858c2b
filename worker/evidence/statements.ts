import { alertFacts, backlogFacts, sweepFacts, type ZonePeriod } from '../../db/integrity/evidence-facts';
import type { Statements } from '../../db/one-connection';
import type { BundleEvent } from '../../lib/bundle/entries';
import type { StatementOf } from '../../lib/bundle/form';
import { compareText } from '../../lib/primitives/text';

/** Of one zone; the newest sweeps. */
const ALERTS_MAX = 10_000;
const SWEEPS_MAX = 200;
/** Findings that say that something of the ledger is gone. */
const GONE_KINDS: ReadonlySet<string> = new Set(['sequence_gap', 'tail_truncated', 'zone_missing', 'segment_missing']);

/** What a bundle came to know of a zone while its events were written. */
export interface ZoneTold extends ZonePeriod {
	readonly zoneId: string;
	readonly chosen: number;
	/** Of the chosen those that a checkpoint covers. */
	readonly covered: number;
	readonly written: number;
	readonly withoutSignedBytes: number;
}

/** Counts policy versions that events name. */
export class PolicyCount {
	private readonly found = new Map<string, Omit<StatementOf<'policy'>, 'events'> & { events: number }>();

	add({ event }: BundleEvent): void {
		const { zoneId, policySetId, policySetVersionId, manifestSha } = event;
		if (policySetId === '' && policySetVersionId === '' && manifestSha === '') return;
		const key = JSON.stringify([zoneId, policySetId, policySetVersionId, manifestSha]);
		const known = this.found.get(key);
		if (known !== undefined) known.events++;
		else
			this.found.set(key, {
				...{ type: 'policy', zone_id: zoneId, policy_set_id: policySetId || null, policy_set_version_id: policySetVersionId || null },
				...{ manifest_sha: manifestSha || null, events: 1 },
			});
	}

	/** In one order, whatever order the events had. */
	statements(): StatementOf<'policy'>[] {
		return [...this.found].sort(([a], [b]) => compareText(a, b)).map(([, policy]) => policy);
	}
}

type Missing = Partial<StatementOf<'missing'>> & Pick<StatementOf<'missing'>, 'kind' | 'detail'>;

const missing = (told: Missing): StatementOf<'missing'> => ({ type: 'missing', zone_id: null, from: null, to: null, count: null, ...told });

function missingOf({ zoneId, chosen, covered, written, withoutSignedBytes }: ZoneTold): StatementOf<'missing'>[] {
	const told: Missing[] = [];
	if (covered < chosen)
		told.push({ kind: 'not_covered', count: chosen - covered, detail: 'Events that no signed checkpoint covers yet; they are left out.' });
	if (written < covered)
		told.push({ kind: 'sequence_gap', count: covered - written, detail: 'Events that the search knows of and the ledger does not hold.' });
	if (withoutSignedBytes > 0)
		told.push({ kind: 'signed_bytes', count: withoutSignedBytes, detail: 'Events whose original signed bytes are no longer kept.' });
	return told.map((each) => missing({ ...each, zone_id: zoneId }));
}

/**
 * What is said of the period, by type in the bundle's order: alerts, sweeps, policy versions, what may be missing.
 * @param isWhole whether all events were found that were asked for
 */
export async function* statementsOf(pg: () => Statements, zones: readonly ZoneTold[], policies: PolicyCount, isWhole: boolean) {
	const lacks: StatementOf<'missing'>[] = zones.flatMap(missingOf);
	const present = zones.filter(({ written }) => written > 0);
	for (const zone of present) {
		const alerts = await alertFacts(pg(), zone, ALERTS_MAX + 1);
		for (const { first_seq: first, last_seq: last, ...alert } of alerts.slice(0, ALERTS_MAX)) {
			yield { type: 'alert', ...alert } as const;
			if (GONE_KINDS.has(alert.kind) && alert.resolved_at === null)
				lacks.push(
					missing({
						...{ kind: alert.kind, zone_id: zone.zoneId, count: first === null || last === null ? null : last - first + 1 },
						detail: `An open finding, alert ${alert.id}: ${alert.detail ?? alert.kind}`,
					}),
				);
		}
		if (alerts.length > ALERTS_MAX)
			lacks.push(
				missing({ kind: 'alerts_cut', zone_id: zone.zoneId, detail: `Only the oldest ${ALERTS_MAX} alerts of the period are listed.` }),
			);
	}
	for (const zone of present) {
		const sweeps = await sweepFacts(pg(), zone, SWEEPS_MAX + 1);
		for (const sweep of sweeps.slice(-SWEEPS_MAX)) yield { type: 'sweep', ...sweep } as const;
		if (sweeps.length > SWEEPS_MAX)
			lacks.push(
				missing({ kind: 'sweeps_cut', zone_id: zone.zoneId, detail: `Only the newest ${SWEEPS_MAX} sweeps of the period are listed.` }),
			);
	}
	yield* policies.statements();
	if (!isWhole) lacks.push(missing({ kind: 'search_cut', detail: 'There were too many events under the revocation to find all of them.' }));
	const { waiting, deadLetters } = await backlogFacts(pg());
	if (waiting > 0)
		lacks.push(missing({ kind: 'lag', count: waiting, detail: 'Entries of any zone that were not in the ledger yet when this was made.' }));
	if (deadLetters > 0)
		lacks.push(
			missing({ kind: 'dead_letters', count: deadLetters, detail: 'Entries of any zone that could not be taken into the ledger.' }),
		);
	yield* lacks;
}
