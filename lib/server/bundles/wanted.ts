import 'server-only';
import type { NewEvidenceJob } from '../../../db/queries/integrity/evidence';
import type { NewEvidence } from '../../api/evidence';
import { revocationSeqOf, revocationSubject } from '../../api/evidence-names';
import { AppError } from '../../errors';
import { parseQuery } from '../../query/parse';
import { writeAll, writeValues } from '../../query/quote';
import { fixRange, formatInstant, parseInstant } from '../../url/range';

const invalid = (message: string, todo: string) => new AppError('invalid_input', message, todo);

type Period = Pick<NewEvidenceJob, 'from' | 'to'>;

function periodOf({ last, from, to }: NewEvidence, now: bigint): Period {
	if (last !== null && (from !== null || to !== null)) throw invalid('`last` and `from` or `to` say different times.', 'Give one of them.');
	if (last !== null) return fixRange({ kind: 'last', preset: last }, now);
	const period = { from: from === null ? null : parseInstant(from), to: to === null ? null : parseInstant(to) };
	if (period.from !== null && period.to !== null && period.to <= period.from)
		throw invalid('The time ends before it begins.', 'Exchange its ends and ask again.');
	return period;
}

function wordsOf({ from, to }: Period): string {
	if (from === null && to === null) return 'all time';
	return `${from === null ? 'the beginning' : formatInstant(from)} to ${to === null ? 'now' : formatInstant(to)}`;
}

/**
 * What is asked for, as the worker takes it: everything relative is fixed now.
 * @throws AppError invalid_input
 */
export function wantedOf(input: NewEvidence, now: bigint): Omit<NewEvidenceJob, 'zoneNos' | 'by'> {
	const { kind, subject, q, zones } = input;
	const period = periodOf(input, now);
	if (kind === 'request') {
		if (subject === '') throw invalid('Which request?', 'Name its ID in `subject`.');
		if (q !== '') throw invalid('A request is chosen by its ID, not by a query.', 'Ask for a search instead.');
		return { kind, subject, filter: writeAll([writeValues('request', [subject])]), ...period };
	}
	if (kind === 'revocation') {
		const seq = revocationSeqOf(subject);
		if (seq === null || zones.length !== 1)
			throw invalid('A revocation is named by its one zone and its place there.', 'Copy both from the list of revocations.');
		if (q !== '' || period.from !== null || period.to !== null)
			throw invalid('A revocation has its events by itself.', 'Leave out query and time, or ask for a search.');
		return { kind, subject: revocationSubject(seq), filter: '', from: null, to: null };
	}
	const [problem] = parseQuery(q, { nowMicros: now }).problems;
	if (problem !== undefined) throw invalid(`The query cannot be read: ${problem.message}`, 'Correct it and ask again.');
	if (kind === 'incident' && subject === '') throw invalid('Which incident?', 'Say it in a few words in `subject`.');
	const words = kind === 'search' && q.trim() !== '' ? q.trim() : wordsOf(period);
	return { kind, subject: subject === '' ? words.slice(0, 1000) : subject, filter: q, ...period };
}
