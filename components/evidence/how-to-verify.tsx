import { CopyButton } from '@/components/ui/copy-button';

/** Where the console serves the page that checks bundles. */
export const VERIFIER_HREF = '/evidence-verifier.html';

/** How whoever gets a bundle checks it, without this console. */
export function HowToVerify({ file }: { file: string }) {
	const command = `caracal evidence verify ${file} --key VKEY`;
	return (
		<div className="flex flex-col gap-2 text-12 text-text-2">
			<p>
				Whoever gets the file checks it without this console and without a network, with a key of the log that they got from somewhere else
				than the file: ask the operator for it (<code className="font-mono">caracal keys show</code>). Without one, the check shows only
				that the file agrees with itself.
			</p>
			<p className="flex items-center gap-1">
				<code className="min-w-0 flex-1 rounded-control bg-raised px-2 py-1 font-mono break-all text-text">{command}</code>
				<CopyButton text={command} label="Copy the command" />
			</p>
			<p>
				Or{' '}
				<a href={VERIFIER_HREF} download className="text-accent underline">
					save the verifier page
				</a>
				, open it from disk in any browser, and drop the file on it. It says first what was proven and on whose word, and names the first
				thing that fails.
			</p>
		</div>
	);
}
