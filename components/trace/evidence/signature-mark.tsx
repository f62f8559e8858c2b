import { CircleCheck, CircleHelp, ShieldX } from 'lucide-react';
import { CHECK_WORDS, type CheckState } from '@/lib/evidence/signature-check';
import type { SignatureResult } from './use-signatures';

const SHORT: Readonly<Record<CheckState, string>> = {
	valid: 'holds',
	signature_mismatch: 'does not hold',
	content_mismatch: 'row differs from the signed bytes',
	chain_mismatch: 'does not fit its chain',
	damaged: 'segment unreadable',
	not_signed: 'not signed',
	not_kept: 'bytes not kept here',
	no_key: 'worker has no key',
	failed: 'check failed',
	no_answer: 'no answer',
};
const BROKEN: ReadonlySet<CheckState> = new Set(['signature_mismatch', 'content_mismatch', 'chain_mismatch', 'damaged']);

/** What a check of a signature found. Unknown is never green, and only a broken one is drawn as a fault. */
export function SignatureMark({ result }: { result: SignatureResult | undefined }) {
	if (result === undefined) return <span className="text-unknown">not checked again</span>;
	if (result.kind === 'checking') return <span className="text-text-3">checking…</span>;
	if (result.kind === 'failed') return <span className="text-deny">{result.message}</span>;
	const { state } = result.check;
	const { words, todo } = CHECK_WORDS[state];
	const title = `${words} ${todo}`.trim();
	if (state === 'valid')
		return (
			<span className="inline-flex items-center gap-1 text-allow" title={title}>
				<CircleCheck size={13} aria-hidden /> {SHORT.valid}
			</span>
		);
	if (BROKEN.has(state))
		return (
			<span className="inline-flex items-center gap-1 rounded-mark bg-fault-solid px-1.5 font-medium text-fault-on" title={title}>
				<ShieldX size={13} aria-hidden /> {SHORT[state]}
			</span>
		);
	return (
		<span className="inline-flex items-center gap-1 text-unknown" title={title}>
			<CircleHelp size={13} aria-hidden /> {SHORT[state]}
		</span>
	);
}
