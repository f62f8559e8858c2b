'use client';

import { type FormEvent, useState } from 'react';
import { failureOf } from '@/components/events/api';
import { TimeAndAge } from '@/components/events/clock';
import { Button } from '@/components/ui/button';
import { Field, Input } from '@/components/ui/field';
import type { FindingShape } from '@/lib/api/integrity';
import { visible } from '@/lib/events/visible';
import { useChange } from './use-integrity';

interface Props {
	readonly finding: FindingShape;
	readonly mayResolve: boolean;
	readonly timeZone: string;
	readonly onSay: (text: string) => void;
}

/** Says with a note why a finding needs no more attention; and who said so before. */
export function ResolveForm({ finding, mayResolve, timeZone, onSay }: Props) {
	const change = useChange();
	const [note, setNote] = useState('');
	const [busy, setBusy] = useState(false);
	const [problem, setProblem] = useState<string | null>(null);

	async function submit(event: FormEvent) {
		event.preventDefault();
		setBusy(true);
		setProblem(null);
		try {
			await change(`/v1/zones/${encodeURIComponent(finding.zone)}/findings/${finding.finding}/resolution`, 'POST', { note });
			setNote('');
			onSay('Resolved');
		} catch (error) {
			const { message, todo } = failureOf(error);
			setProblem(`${message} ${todo}`);
		} finally {
			setBusy(false);
		}
	}

	return (
		<div className="text-12">
			{finding.note === null || finding.resolvedAt === null ? null : (
				<blockquote className="mb-2 border-l-2 border-line-strong pl-3">
					<p className="break-words">{visible(finding.note)}</p>
					<footer className="text-text-3">
						resolved by {visible(finding.resolvedBy ?? '')}, <TimeAndAge at={finding.resolvedAt} timeZone={timeZone} />
						{finding.open ? <strong className="block font-medium text-held">It was seen again since.</strong> : null}
					</footer>
				</blockquote>
			)}
			{!finding.open ? null : mayResolve ? (
				<form onSubmit={(event) => void submit(event)} className="flex items-end gap-2">
					<Field label="Why it needs no more attention" error={problem} className="min-w-0 flex-1">
						{(ids) => (
							<Input
								{...ids}
								data-note
								value={note}
								onChange={(event) => setNote(event.target.value)}
								maxLength={1000}
								autoComplete="off"
							/>
						)}
					</Field>
					<Button type="submit" size="bar" disabled={busy || note.trim() === ''} className="mb-px">
						Resolve
					</Button>
				</form>
			) : (
				<p className="text-text-3">Resolving it needs the role operator in this zone.</p>
			)}
		</div>
	);
}
