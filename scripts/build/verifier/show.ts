import type { Signatory, Verdict } from '../../../lib/bundle/verify/verdict';
import { counted } from '../../../lib/bundle/verify/words';
import { listOf, say, termsOf } from './elements';

const STATES = { holds: '✓ holds', fails: '✗ fails', unknown: '? cannot tell', not_made: '– not checked' } as const;
const OUTCOMES = { proven: '✓ Proven', disproven: '✗ Disproven', cannot_tell: '? Cannot tell' } as const;

function keysOf({ zones, sealedBy }: Verdict): Signatory[] {
	const keys = new Map<string, Signatory>();
	for (const signatory of [...zones.flatMap(({ signatories }) => signatories), ...sealedBy])
		keys.set(`${signatory.name}+${signatory.fingerprint}`, signatory);
	return [...keys.values()];
}

const sourceWords = { supplied: 'which you supplied', bundle: 'found in the bundle itself' } as const;

/** What a verification found, the verdict first. */
export function draw(verdict: Verdict): HTMLElement[] {
	const { outcome, headline, firstFinding, checks, notProven, manifest, counts } = verdict;
	const drawn = [say('h2', OUTCOMES[outcome]), say('p', headline)];
	if (firstFinding !== null) {
		const place = firstFinding.line > 0 ? `line ${firstFinding.line}: ` : '';
		drawn.push(say('p', `First: ${place}${firstFinding.words}`, 'first'));
	}
	if (manifest !== null) {
		const period = manifest.from === null && manifest.to === null ? 'all time' : `${manifest.from ?? '…'} to ${manifest.to ?? '…'}`;
		drawn.push(
			say('h3', 'What it says it is'),
			termsOf([
				{ term: 'Of', text: `${manifest.subject.kind} ${manifest.subject.text}` },
				...(manifest.filter === '' ? [] : [{ term: 'Filter', text: manifest.filter }]),
				{ term: 'Time', text: period },
				{ term: 'Exported', text: `${manifest.exportedAt} by ${manifest.exportedBy}` },
				{
					term: 'Holds',
					text: `${counted(counts.events, 'event', 'events')} in ${counted(counts.zones, 'zone', 'zones')}, ${counted(counts.checkpoints, 'checkpoint', 'checkpoints')}`,
				},
			]),
		);
	}
	const keys = keysOf(verdict);
	if (keys.length > 0)
		drawn.push(
			say('h3', 'Who signed'),
			listOf(
				keys.map(
					({ name, keyId, source, fingerprint }) => `${name} (${keyId}), ${sourceWords[source]}; SHA-256 of the key: ${fingerprint}`,
				),
			),
		);
	drawn.push(
		say('h3', 'Checks'),
		termsOf(
			checks.map(({ name, state, words }) => ({ term: STATES[state], text: `${name.replace('_', ' ')}: ${words}`, className: state })),
		),
	);
	if (notProven.length > 0) drawn.push(say('h3', 'Not proven'), listOf(notProven));
	return drawn;
}
