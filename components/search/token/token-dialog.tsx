'use client';

import { KeyRound, Search } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { visible } from '@/lib/events/visible';
import { writeValues } from '@/lib/query/quote';
import { useSearch } from '../frame/search-context';
import { type ReadToken, readToken, TOKEN_LENGTH_MAX } from './read-token';

interface Props {
	readonly open: boolean;
	readonly onOpenChange: (open: boolean) => void;
}

/** Finds what a leaked token or secret did, without sending it anywhere. */
export function TokenDialog({ open, onOpenChange }: Props) {
	return (
		<Dialog open={open} onOpenChange={onOpenChange} title="What did this token do?">
			{/* what was pasted goes with the dialog */}
			{open ? <TokenForm onDone={() => onOpenChange(false)} /> : null}
		</Dialog>
	);
}

function TokenForm({ onDone }: { onDone: () => void }) {
	const [pasted, setPasted] = useState('');
	const [read, setRead] = useState<ReadToken | null>(null);
	const isTooLong = pasted.length > TOKEN_LENGTH_MAX;

	useEffect(() => {
		let isCurrent = true;
		void readToken(pasted).then((result) => isCurrent && setRead(result));
		return () => {
			isCurrent = false;
		};
	}, [pasted]);

	return (
		<div className="flex flex-col gap-3 p-4">
			<Field
				label="Token or secret"
				hint="It is decoded and hashed in this browser. It is not sent, not stored and not put in an address; closing this forgets it."
				error={isTooLong ? `Longer than ${TOKEN_LENGTH_MAX.toLocaleString('en')} characters: paste one token alone.` : null}
			>
				{(ids) => (
					<textarea
						{...ids}
						// biome-ignore lint/a11y/noAutofocus: the dialog is there for this one thing
						autoFocus
						value={pasted}
						onChange={(event) => setPasted(event.target.value)}
						rows={4}
						spellCheck={false}
						autoComplete="off"
						autoCorrect="off"
						autoCapitalize="off"
						data-1p-ignore
						className="w-full rounded-control border border-control bg-surface p-2 font-mono text-12 break-all"
					/>
				)}
			</Field>
			{read === null ? null : <Found read={read} onDone={onDone} />}
		</div>
	);
}

function Found({ read, onDone }: { read: ReadToken; onDone: () => void }) {
	const { change, hrefOf } = useSearch();
	const [openedAtMs] = useState(() => Date.now());
	const everything = (q: string) => ({ q, range: { kind: 'all' }, zones: [], panel: null, selected: null }) as const;
	return (
		<div role="status" className="flex flex-col gap-3">
			<p className="flex items-center gap-2">
				<KeyRound size={14} aria-hidden className="text-text-3" />
				{read.kind === 'secret' ? 'Not a JWT: known to the ledger by its fingerprint only.' : 'A JWT. Its signature was not checked.'}
				{read.expiresAtMs === null ? null : (
					<strong className={read.expiresAtMs > openedAtMs ? 'font-semibold text-deny' : 'font-semibold text-text-2'}>
						{read.expiresAtMs > openedAtMs ? 'Still valid by its expiry.' : 'Expired.'}
					</strong>
				)}
			</p>
			{read.problem === null ? null : <p className="text-12 text-held">{read.problem}</p>}
			<ul aria-label="Find its events" className="flex flex-col">
				{read.leads.map(({ field, value, words }) => {
					const q = writeValues(field, [value]);
					return (
						<li key={q}>
							<a
								href={hrefOf(everything(q))}
								onClick={(event) => {
									if (event.metaKey || event.ctrlKey || event.shiftKey) return;
									event.preventDefault();
									change(everything(q));
									onDone();
								}}
								className="grid min-h-8 grid-cols-[16px_auto_minmax(0,1fr)] items-center gap-x-2 rounded-control px-2 hover:bg-hover"
							>
								<Search size={12} aria-hidden className="text-accent" />
								<span className="text-accent">{words}</span>
								<code className="truncate text-right font-mono text-12 text-text-2">{visible(q)}</code>
							</a>
						</li>
					);
				})}
			</ul>
			{read.claims.length === 0 ? null : (
				<dl className="grid grid-cols-[88px_minmax(0,1fr)] gap-x-2 gap-y-0.5 border-t border-line pt-2 text-12">
					{read.claims.map(([name, text]) => (
						<div key={name} className="contents">
							<dt className="text-text-3">{name}</dt>
							<dd className="break-words">{visible(text)}</dd>
						</div>
					))}
				</dl>
			)}
		</div>
	);
}
