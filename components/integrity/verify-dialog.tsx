'use client';

import { type FormEvent, useState } from 'react';
import { failureOf } from '@/components/events/api';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field, Input, Select } from '@/components/ui/field';
import { groupDigits } from '@/lib/events/amounts';
import { visible } from '@/lib/events/visible';
import { useChange } from './use-integrity';

interface Props {
	/** Zones the reader may verify, and where each ends. */
	readonly zones: readonly { readonly zone: string; readonly seq: number }[];
	readonly zone: string;
	readonly onClose: () => void;
	readonly onStarted: (zone: string) => void;
}

/** Which events of which zone are to be verified, and how deeply. */
export function VerifyDialog({ zones, zone: first, onClose, onStarted }: Props) {
	const change = useChange();
	const [zone, setZone] = useState(zones.some((each) => each.zone === first) ? first : (zones[0]?.zone ?? ''));
	const [from, setFrom] = useState('');
	const [to, setTo] = useState('');
	const [deep, setDeep] = useState(false);
	const [busy, setBusy] = useState(false);
	const [problem, setProblem] = useState<string | null>(null);
	const seq = zones.find((each) => each.zone === zone)?.seq ?? 0;

	async function submit(event: FormEvent) {
		event.preventDefault();
		setBusy(true);
		setProblem(null);
		const place = (text: string) => (text.trim() === '' ? null : Number(text.replace(/[#,\s]/g, '')));
		try {
			const body = { fromSeq: place(from), toSeq: place(to), deep };
			await change(`/v1/zones/${encodeURIComponent(zone)}/sweeps`, 'POST', body);
			onStarted(zone);
		} catch (error) {
			const { message, todo } = failureOf(error);
			setProblem(`${message} ${todo}`);
			setBusy(false);
		}
	}

	return (
		<Dialog open onOpenChange={(open) => (open ? undefined : onClose())} title="Verify a ledger">
			<form onSubmit={(event) => void submit(event)} className="flex flex-col gap-3 p-4">
				<Field label="Zone">
					{(ids) => (
						<Select {...ids} value={zone} onChange={(event) => setZone(event.target.value)}>
							{zones.map((each) => (
								<option key={each.zone} value={each.zone}>
									{visible(each.zone)}
								</option>
							))}
						</Select>
					)}
				</Field>
				<div className="grid grid-cols-2 gap-3">
					<Field label="From place" hint="empty: the first event">
						{(ids) => <Input {...ids} value={from} onChange={(event) => setFrom(event.target.value)} inputMode="numeric" placeholder="1" />}
					</Field>
					<Field label="To place" hint="empty: the newest" error={problem}>
						{(ids) => (
							<Input
								{...ids}
								value={to}
								onChange={(event) => setTo(event.target.value)}
								inputMode="numeric"
								placeholder={groupDigits(seq)}
							/>
						)}
					</Field>
				</div>
				<label className="flex items-start gap-2 text-13">
					<input type="checkbox" checked={deep} onChange={(event) => setDeep(event.target.checked)} className="mt-1 accent-accent-solid" />
					<span>
						Deep
						<span className="block text-12 text-text-2">
							Also the producers’ signatures over the sealed bytes, these against the rows, and the search index against both. Slower.
						</span>
					</span>
				</label>
				<div className="flex items-center justify-end gap-2">
					<span className="mr-auto text-12 text-text-3">It runs in the worker and goes on if you leave.</span>
					<Button size="bar" onClick={onClose}>
						Cancel
					</Button>
					<Button type="submit" size="bar" kind="primary" disabled={busy || zone === ''}>
						Start
					</Button>
				</div>
			</form>
		</Dialog>
	);
}
