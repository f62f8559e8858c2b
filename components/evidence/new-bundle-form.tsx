'use client';

import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTimeZone } from '@/components/events/clock';
import { sendJson } from '@/components/settings/api';
import { ZonesField } from '@/components/settings/fields/zones-field';
import { FormEnd } from '@/components/settings/form-end';
import { useFirstFocus } from '@/components/settings/use-first-focus';
import { Field, Input, Select } from '@/components/ui/field';
import type { EvidenceJobShape } from '@/lib/api/evidence';
import { EVIDENCE_KINDS, type EvidenceKind, revocationSeqOf } from '@/lib/api/evidence-names';
import type { BundleWanted } from '@/lib/url/evidence';
import { formatInstant } from '@/lib/url/range';
import { KIND_WORDS } from './job-words';
import { RangeField } from './range-field';

const HINTS: Readonly<Record<EvidenceKind, string>> = {
	request: 'Every event of one request ID.',
	search: 'Every event that a query finds.',
	revocation: 'The revocation, what it took down, and what was done under that from an hour before.',
	incident: 'The events of a time under a name, narrowed by a query if you like.',
	range: 'Every event of a time.',
};
const SUBJECT_WORDS: Readonly<Partial<Record<EvidenceKind, string>>> = {
	request: 'Request ID',
	revocation: 'Place of the revocation in its zone',
	incident: 'What it is called',
};
const HAS_QUERY: ReadonlySet<EvidenceKind> = new Set(['search', 'incident']);

/** What is wrong with what stands in the form; null when nothing is. */
function wrongWith({ kind, subject, zones }: BundleWanted, every: boolean): Partial<Record<'subject' | 'zones', string>> {
	const wrong: Partial<Record<'subject' | 'zones', string>> = {};
	if (kind === 'request' && subject.trim() === '') wrong.subject = 'Which request?';
	if (kind === 'incident' && subject.trim() === '') wrong.subject = 'Name it in a few words.';
	if (kind === 'revocation' && revocationSeqOf(subject.trim()) === null) wrong.subject = 'Its number, such as 4211.';
	if (kind === 'revocation' && (every || zones.length !== 1)) wrong.zones = 'Choose the one zone it is of.';
	else if (!every && zones.length === 0) wrong.zones = 'Add at least one zone, or every zone.';
	return wrong;
}

interface Props {
	/** As the address has it. */
	readonly wanted: BundleWanted;
	/** Keeps the address up to date. */
	readonly onChange: (wanted: BundleWanted) => void;
	readonly onAsked: (job: EvidenceJobShape) => void;
	readonly onCancel: () => void;
}

/** What a bundle is to hold. */
export function NewBundleForm({ wanted: given, onChange, onAsked, onCancel }: Props) {
	const first = useFirstFocus();
	const { timeZone } = useTimeZone(null);
	const [wanted, setWanted] = useState(given);
	const [every, setEvery] = useState(given.zones.length === 0);
	const [rangeOk, setRangeOk] = useState(true);
	const [asked, setAsked] = useState(false);
	const { kind, subject, zones, q, range } = wanted;
	const ask = useMutation({
		mutationFn: () =>
			sendJson<EvidenceJobShape>('POST', '/v1/evidence', {
				kind,
				...(SUBJECT_WORDS[kind] === undefined ? {} : { subject: subject.trim() }),
				zones: every ? [] : zones,
				...(HAS_QUERY.has(kind) ? { q } : {}),
				...(kind === 'revocation' || range.kind === 'all'
					? {}
					: range.kind === 'last'
						? { last: range.preset }
						: { from: range.from === null ? null : formatInstant(range.from), to: range.to === null ? null : formatInstant(range.to) }),
			}),
		onSuccess: onAsked,
	});
	const wrong = wrongWith(wanted, every);
	const isWrong = Object.keys(wrong).length > 0 || (kind !== 'revocation' && !rangeOk);

	function change(part: Partial<BundleWanted>) {
		const next = { ...wanted, ...part };
		setWanted(next);
		onChange(next);
	}

	function submit(event: FormEvent) {
		event.preventDefault();
		setAsked(true);
		if (!isWrong) ask.mutate();
	}

	return (
		<form onSubmit={submit} noValidate className="flex flex-col gap-4 p-4">
			<p className="text-12 text-text-2">
				One file with the events, the bytes their producers signed, and a proof for each up to a signed checkpoint of the log. It holds
				events as they are, secrets in them included; that you ask for it is recorded.
			</p>
			<Field label="What" hint={HINTS[kind]}>
				{(ids) => (
					<Select {...ids} value={kind} onChange={(event) => change({ kind: event.target.value as EvidenceKind })}>
						{EVIDENCE_KINDS.map((each) => (
							<option key={each} value={each}>
								{KIND_WORDS[each]}
							</option>
						))}
					</Select>
				)}
			</Field>
			{SUBJECT_WORDS[kind] === undefined ? null : (
				<Field label={SUBJECT_WORDS[kind]} error={asked ? (wrong.subject ?? null) : null}>
					{(ids) => (
						<Input
							{...ids}
							ref={first}
							value={subject}
							onChange={(event) => change({ subject: event.target.value })}
							maxLength={1000}
							autoComplete="off"
							spellCheck={false}
						/>
					)}
				</Field>
			)}
			{HAS_QUERY.has(kind) ? (
				<Field label="Query" hint="In the language of the search page; empty for every event.">
					{(ids) => (
						<Input
							{...ids}
							ref={kind === 'search' ? first : undefined}
							value={q}
							onChange={(event) => change({ q: event.target.value })}
							placeholder="decision:deny app:billing"
							autoComplete="off"
							spellCheck={false}
							className="font-mono"
						/>
					)}
				</Field>
			) : null}
			{kind === 'revocation' ? null : (
				<RangeField
					value={rangeOk ? range : null}
					timeZone={timeZone}
					onChange={(next) => {
						setRangeOk(next !== null);
						if (next !== null) change({ range: next });
					}}
				/>
			)}
			<ZonesField
				value={every ? null : zones}
				onChange={(next) => {
					setEvery(next === null);
					change({ zones: next ?? [] });
				}}
				error={asked ? (wrong.zones ?? null) : null}
			/>
			<FormEnd error={ask.error} isBusy={ask.isPending} busyWords="Asking…" words="Make the bundle" onCancel={onCancel} />
		</form>
	);
}
