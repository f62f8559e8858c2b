import { Ban, CircleCheck, CircleHelp, Minus } from 'lucide-react';
import type { ScopeMark } from './scope-columns';

const WORDS: Readonly<Record<ScopeMark, string>> = {
	has: 'carried',
	some: 'carried: it was allowed through it',
	refused: 'refused: the delegation lacks it',
	no: 'not carried',
	unknown: 'the record does not say',
};

/** Whether a member of the chain carries a scope. Never colour alone, and what is unknown is a question mark. */
export function ScopeCell({ mark, scope }: { mark: ScopeMark; scope: string }) {
	const Icon = mark === 'refused' ? Ban : mark === 'no' ? Minus : mark === 'unknown' ? CircleHelp : CircleCheck;
	const look = mark === 'refused' ? 'text-deny' : mark === 'no' ? 'text-text-3' : mark === 'unknown' ? 'text-unknown' : 'text-allow';
	return (
		<span className={look} title={`${scope}: ${WORDS[mark]}`}>
			<Icon size={14} aria-hidden />
			<span className="sr-only">{WORDS[mark]}</span>
		</span>
	);
}
