'use client';

import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { failureOf, readJson } from '@/components/events/api';
import { Button } from '@/components/ui/button';
import type { AuthorityImpact, RevokeAnswer } from '@/lib/api/authority';
import type { Named } from '@/lib/url/authority';

interface Props {
	readonly of: Named<'session' | 'edge'>;
	readonly zone: string;
	readonly impact: AuthorityImpact;
	/** Something else would fall by now: the preview is read again. */
	readonly onStale: () => void;
}

/** Revokes through the coordinator, bound to the preview above it, once what is asked for was typed. */
export function RevokeForm({ of, zone, impact, onStale }: Props) {
	const [typed, setTyped] = useState('');
	const [reason, setReason] = useState('');
	const revoke = useMutation({
		mutationFn: () =>
			readJson<RevokeAnswer>(`/v1/zones/${encodeURIComponent(zone)}/authority/revoke`, undefined, {
				method: 'POST',
				headers: { accept: 'application/json', 'content-type': 'application/json' },
				body: JSON.stringify({ kind: of.kind, id: of.id, fingerprint: impact.blast.fingerprint, confirmation: typed, reason }),
			}),
		onError: onStale,
	});
	function onSubmit(event: FormEvent) {
		event.preventDefault();
		revoke.mutate();
	}
	if (revoke.isSuccess)
		return (
			<p role="status" className="mt-2 text-12 text-deny">
				{revoke.data.outcome === 'revoked'
					? 'Revoked. What falls is drawn as its events arrive.'
					: `No coordinator is configured here. Run: ${revoke.data.command}`}
			</p>
		);
	return (
		<form onSubmit={onSubmit} className="mt-3 flex flex-wrap items-center gap-2 text-12">
			<label className="flex items-center gap-2">
				<span className="text-text-2">
					Type <code className="font-mono text-text">{impact.revoke.confirmation}</code>
				</span>
				<input
					value={typed}
					onChange={(event) => setTyped(event.target.value)}
					autoComplete="off"
					spellCheck={false}
					className="h-[26px] w-64 rounded-control border border-control bg-surface px-2 font-mono pointer-coarse:h-9"
				/>
			</label>
			<input
				aria-label="Reason"
				placeholder="Reason, for the record"
				value={reason}
				maxLength={500}
				onChange={(event) => setReason(event.target.value)}
				className="h-[26px] w-56 rounded-control border border-control bg-surface px-2 pointer-coarse:h-9"
			/>
			<Button type="submit" kind="primary" disabled={typed !== impact.revoke.confirmation || revoke.isPending}>
				{revoke.isPending ? 'Revoking ...' : 'Revoke'}
			</Button>
			{revoke.error === null ? null : (
				<p role="alert" className="w-full text-deny">
					{failureOf(revoke.error).message} {failureOf(revoke.error).todo}
				</p>
			)}
		</form>
	);
}
