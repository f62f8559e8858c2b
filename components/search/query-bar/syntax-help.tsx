'use client';

import { Dialog } from '@/components/ui/dialog';
import { FIELDS } from '@/lib/query/fields';

interface Props {
	readonly open: boolean;
	readonly onOpenChange: (open: boolean) => void;
}

const RULES: readonly (readonly [query: string, words: string])[] = [
	['decision:deny app:billing', 'Both must hold.'],
	['app:billing app:mailer', 'The same qualifier again: either. Also app:billing,mailer.'],
	['-type:token_exchange', 'Not this. Also NOT.'],
	['(app:billing OR host:crm*) decision:deny', 'AND, OR and parentheses.'],
	['resource:"resource://pay*"', 'A star stands for anything; quotes around what holds blanks or signs. \\ takes a sign its meaning.'],
	['latency:>500  seq:1000..2000', 'Numbers: >, >=, <, <=, from..to.'],
	['since:15m  until:2026-11-21T10:00:00Z', 'Time, within the range above.'],
	['reason:*', 'Has any reason; -reason:* has none.'],
	['mfa "step up" bil*', 'Words and phrases anywhere in the event, without regard to case.'],
	['meta.delegation.depth:2', 'Any other key of the metadata.'],
];

/** The query language on one page. */
export function SyntaxHelp({ open, onOpenChange }: Props) {
	return (
		<Dialog open={open} onOpenChange={onOpenChange} title="How to write a query">
			<dl className="grid grid-cols-1 gap-x-4 gap-y-1.5 p-4 text-12 sm:grid-cols-[auto_minmax(0,1fr)]">
				{RULES.map(([query, words]) => (
					<div key={query} className="contents">
						<dt>
							<code className="font-mono">{query}</code>
						</dt>
						<dd className="text-text-2">{words}</dd>
					</div>
				))}
			</dl>
			<h3 className="border-t border-line px-4 pt-3 pb-1 text-12 font-semibold">Qualifiers</h3>
			<dl className="grid grid-cols-1 gap-x-4 gap-y-0.5 px-4 pb-4 text-12 sm:grid-cols-[128px_minmax(0,1fr)]">
				{FIELDS.map((field) => (
					<div key={field.name} className="contents">
						<dt>
							<code className="font-mono">{field.name}</code>
						</dt>
						<dd className="text-text-2">
							{field.help}; <code className="font-mono text-text-3">{`${field.name}:${field.example}`}</code>
						</dd>
					</div>
				))}
			</dl>
		</Dialog>
	);
}
