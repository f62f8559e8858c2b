import { CircleHelp } from 'lucide-react';
import { CopyButton } from '@/components/ui/copy-button';
import { cutMiddle, visible } from '@/lib/events/visible';
import type { DecisionTree } from '@/lib/trace/explain';
import { BASIS_WORDS } from './check-tree';

const TEXT_MAX = 600;

function textOfValue(value: unknown): string {
	return typeof value === 'string' ? value : JSON.stringify(value);
}

/** What stood before the policy, as far as the record has it, and what it cannot give. */
export function InputLayer({ tree }: { tree: DecisionTree }) {
	return (
		<>
			<dl aria-label="Raw input as far as the record has it" className="text-12">
				{tree.input.map((field) => {
					const text = textOfValue(field.value);
					return (
						<div
							key={field.path}
							className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)_auto] items-start gap-x-2 border-b border-line py-0.5"
						>
							<dt className="py-0.5 font-mono text-11 text-text-2 [overflow-wrap:anywhere]">{field.path}</dt>
							<dd className="flex items-start">
								<code className="min-w-0 flex-1 py-0.5 font-mono text-11 [overflow-wrap:anywhere]">
									{visible(cutMiddle(text, TEXT_MAX))}
								</code>
								<CopyButton text={text} label={`Copy ${field.path}`} className="size-5" />
							</dd>
							<dd className="py-0.5 text-11 text-text-3" title={field.note === '' ? undefined : field.note}>
								{BASIS_WORDS[field.basis]}
							</dd>
						</div>
					);
				})}
			</dl>
			<ul aria-label="What the record cannot give" className="mt-2 flex flex-col gap-1 text-12 text-unknown">
				{tree.missing.map((text) => (
					<li key={text} className="flex items-start gap-1.5">
						<span className="mt-px grid size-4 shrink-0 place-items-center rounded-mark bg-unknown-tint [background-image:var(--hatch)]">
							<CircleHelp size={12} aria-hidden />
						</span>
						{text}
					</li>
				))}
			</ul>
		</>
	);
}
