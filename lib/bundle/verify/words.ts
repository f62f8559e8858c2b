import type { Tally } from './tally';
import { type BundleCheck, CHECKS, type CheckName, type Outcome, type Signatory, type ZoneVerdict } from './verdict';
import type { KnownKeys } from './zone-strip';

/** A count as people read it: 41,203. */
export function grouped(count: number): string {
	return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

export const counted = (count: number, one: string, many: string): string => `${grouped(count)} ${count === 1 ? one : many}`;

const CHECK_WORDS: Readonly<Record<CheckName, string>> = {
	form: 'Every line is in its form and in its order.',
	content: 'What each event says gives its content hash.',
	links: 'Each event links to the content hash of the one before it, where that is in the bundle.',
	tree: 'Events and the hashes of omitted ones give the root of every checkpoint, so each checkpoint continues the one before.',
	signatures: 'The signatures on the checkpoints hold under known keys.',
	coverage: 'Every event lies under a signed checkpoint.',
	reading: 'No event can be read in another way that has the same hash.',
	signed_bytes: 'The bytes the producer signed, read again, give the event.',
	digest: 'The file has the digest its trailer states.',
	counts: 'The file has as many lines of each type as its trailer states.',
	seal: 'The seal over the whole file holds under a known key.',
};

/** All checks in their order, with what each says. */
export function checkLines(tally: Tally): BundleCheck[] {
	return CHECKS.map((name) => tally.line(name, CHECK_WORDS[name]));
}

function signedBy(signatories: readonly Signatory[]): string {
	const best =
		signatories.find(({ source, seconds }) => source === 'supplied' && seconds === null) ??
		signatories.find(({ source }) => source === 'supplied') ??
		signatories[0];
	if (best === undefined) return 'signed by nobody';
	const witnesses = signatories.filter(
		({ seconds, source, keyId }) => seconds !== null && source === best.source && keyId !== best.keyId,
	).length;
	const cosigned = witnesses > 0 ? ` and cosigned by ${counted(witnesses, 'witness', 'witnesses')}` : '';
	return best.source === 'supplied'
		? `signed by key ${best.name} (${best.keyId})${cosigned}, which you supplied`
		: `signed by key ${best.name} (${best.keyId})${cosigned}, found in the bundle itself: compare the key with one you got elsewhere`;
}

function provenHeadline(zones: readonly ZoneVerdict[]): string {
	const [first, ...others] = zones.filter(({ events }) => events > 0);
	if (first === undefined) return 'The bundle holds no event.';
	const events = zones.reduce((sum, zone) => sum + zone.events, 0);
	const all = events === 1 ? 'The one event is' : `Each of the ${grouped(events)} events is`;
	if (others.length === 0)
		return `${all} included in checkpoint ${grouped(first.provenSize ?? 0)} of zone ${first.zoneId}, ${signedBy(first.signatories)}.`;
	// the weakest trust among the zones is what the sentence may claim
	const weakest = [first, ...others].find(({ signatories }) => !signatories.some(({ source }) => source === 'supplied')) ?? first;
	return `${all} included in a checkpoint of its zone (${grouped(others.length + 1)} zones), ${signedBy(weakest.signatories)}.`;
}

function where({ line, zoneId, seq }: { line: number; zoneId: string | null; seq: number | null }): string {
	const parts = [line > 0 ? `line ${grouped(line)}` : '', zoneId === null ? '' : `zone ${zoneId}`, seq === null ? '' : `event #${seq}`];
	const said = parts.filter((part) => part !== '');
	return said.length === 0 ? '' : ` (${said.join(', ')})`;
}

/** The sentence on top. */
export function headlineOf(outcome: Outcome, tally: Tally, zones: readonly ZoneVerdict[]): string {
	if (outcome === 'proven') return provenHeadline(zones);
	const finding = outcome === 'disproven' ? tally.firstFailure : tally.firstUnknown;
	const start = outcome === 'disproven' ? 'This is not what was recorded.' : 'It cannot be told whether this is what was recorded.';
	return finding === null ? start : `${start} ${finding.words}${where(finding)}`;
}

/** What the checks leave open. */
export function notProvenWords(
	zones: readonly ZoneVerdict[],
	sealedBy: readonly Signatory[],
	keys: KnownKeys,
	isRederived: boolean,
): string[] {
	const words: string[] = [];
	if (keys.supplied.length === 0)
		words.push(
			'Who signed: the keys come from the bundle. Whoever made the file could have made the keys; compare a fingerprint with one you got elsewhere.',
		);
	if (sealedBy.length === 0)
		words.push(
			'What accompanies the events (who exported, the filter, alerts, sweeps, policies, what may be missing, times of ingest, chain HMACs, signed bytes): no seal of a known key is over it.',
		);
	if (zones.some(({ isContiguous, events }) => events > 0 && !isContiguous))
		words.push('That no other event matched the filter: omitted events are there as hashes only.');
	words.push('That the producer signed the events: its key is a shared secret and is not in the bundle.');
	if (!isRederived) words.push('That the kept signed bytes say the same as the events: this verifier did not read them.');
	words.push('That later checkpoints of the log continue these: ask the log, its anchors or its witnesses for one.');
	return words;
}
