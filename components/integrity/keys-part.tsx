'use client';

import { TimeAndAge } from '@/components/events/clock';
import { CopyButton } from '@/components/ui/copy-button';
import type { Integrity } from '@/lib/api/integrity';
import { visible } from '@/lib/events/visible';
import { Part } from './part';

/** The fingerprint in groups that two people can read to each other. */
function grouped(fingerprint: string): string {
	return (fingerprint.match(/.{1,8}/g) ?? []).join(' ');
}

/** The public keys checkpoints are signed by. */
export function KeysPart({ keys, timeZone }: { keys: Integrity['keys']; timeZone: string }) {
	return (
		<Part title="Keys" note="as the worker has them">
			{keys.length === 0 ? (
				<p className="text-12 text-text-2">
					No key signs checkpoints. <code className="font-mono">caracal keys make</code> makes one for CHECKPOINT_KEYS_FILE.
				</p>
			) : (
				<>
					<p className="text-12 text-text-2">
						Who can write to the database could change what stands here: compare it with{' '}
						<code className="font-mono">caracal keys show</code>.
					</p>
					<ul className="mt-1 text-12">
						{keys.map(({ verifierLine, fingerprint, from, until }) => (
							<li key={verifierLine} className="flex items-start gap-2 border-t border-line py-1.5">
								<span className="min-w-0 flex-1">
									<code className="block font-mono text-11 break-all">{visible(verifierLine)}</code>
									<code className="mt-1 block font-mono text-11 text-text-2">SHA-256 {grouped(fingerprint)}</code>
									<span className="text-text-3">
										{from.startsWith('1970-01-01T00:00:00') ? 'signs from the beginning' : 'signs from '}
										{from.startsWith('1970-01-01T00:00:00') ? null : <TimeAndAge at={from} timeZone={timeZone} />}
										{until === null ? '' : ' until '}
										{until === null ? null : <TimeAndAge at={until} timeZone={timeZone} />}
									</span>
								</span>
								<CopyButton text={verifierLine} label="Copy the verifier line" />
							</li>
						))}
					</ul>
				</>
			)}
		</Part>
	);
}
