import { EVIDENCE_KINDS, type EvidenceKind, SUBJECT_LENGTH_MAX } from '../api/evidence-names';
import { TEXT_LENGTH_MAX } from '../query/limits';
import { formatList, parseList } from './lists';
import { formatRange, parseRange, type TimeRange } from './range';

/** What the form for a bundle holds. */
export interface BundleWanted {
	readonly kind: EvidenceKind;
	/** Request ID, place of a revocation, or words. */
	readonly subject: string;
	/** Zone ids; empty for every zone the reader may export from. */
	readonly zones: readonly string[];
	readonly q: string;
	readonly range: TimeRange;
}

/** Everything the address of `/evidence` says. */
export interface EvidenceState {
	/** The form, when it is open. */
	readonly form: BundleWanted | null;
	/** Number of the bundle that is open. */
	readonly job: string | null;
}

export const EMPTY_BUNDLE: BundleWanted = { kind: 'request', subject: '', zones: [], q: '', range: { kind: 'all' } };

const isKind = (text: string | undefined): text is EvidenceKind => (EVIDENCE_KINDS as readonly string[]).includes(text ?? '');

function rangePairs(range: TimeRange): [key: string, value: string][] {
	if (range.kind === 'all') return [];
	// also what is the default elsewhere
	return range.kind === 'last' ? [['last', range.preset]] : formatRange(range);
}

/** The state as a query string without `?`; what is at its default is left out. */
export function formatEvidence({ form, job }: EvidenceState): string {
	const pairs: [string, string][] = [['job', job ?? '']];
	if (form !== null)
		pairs.push(
			['new', form.kind],
			['subject', form.subject.slice(0, SUBJECT_LENGTH_MAX)],
			['zone', formatList(form.zones)],
			['q', form.q.slice(0, TEXT_LENGTH_MAX)],
			...rangePairs(form.range),
		);
	return pairs
		.filter(([, value]) => value !== '')
		.map(([key, value]) => `${key}=${encodeURIComponent(value.toWellFormed())}`)
		.join('&');
}

/** Reads the address of `/evidence`. Total: whatever is not understood falls back to its default. */
export function parseEvidence(params: Iterable<readonly [string, string]>): EvidenceState {
	const given = new Map<string, string>();
	for (const [key, value] of params) if (!given.has(key)) given.set(key, value);
	const job = given.get('job') ?? '';
	const kind = given.get('new');
	const [last, from, to] = ['last', 'from', 'to'].map((key) => given.get(key) ?? null);
	const isAnyTime = last == null && from == null && to == null;
	return {
		job: /^[0-9a-f-]{36}$/.test(job) ? job : null,
		form: !isKind(kind)
			? null
			: {
					kind,
					subject: (given.get('subject') ?? '').slice(0, SUBJECT_LENGTH_MAX),
					zones: parseList(given.get('zone') ?? ''),
					q: (given.get('q') ?? '').slice(0, TEXT_LENGTH_MAX),
					range: (isAnyTime ? null : parseRange(last ?? null, from ?? null, to ?? null)) ?? { kind: 'all' },
				},
	};
}

/** A link to the bundles: to one, to the form filled in, or to the list. */
export function evidenceHref({
	job = null,
	form = null,
}: {
	readonly job?: string | null;
	readonly form?: Partial<BundleWanted> | null;
} = {}): string {
	const query = formatEvidence({ job, form: form === null ? null : { ...EMPTY_BUNDLE, ...form } });
	return query === '' ? '/evidence' : `/evidence?${query}`;
}
