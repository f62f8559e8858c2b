'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';
import type { EventDetail, SignedBytes } from '@/lib/api/events';
import { recordJson } from '@/lib/events/fields';
import { visible } from '@/lib/events/visible';
import { failureOf, readJson } from './api';
import { DrawerSection } from './drawer-section';
import { JsonView } from './json-view';

/** Characters drawn of bytes that are no JSON. */
const DRAWN_MAX = 20_000;

/** What is drawn is not always byte for byte what was signed; what is copied is. */
function Note({ signed, drawn }: { signed: SignedBytes; drawn: string }) {
	return (
		<p className="mt-1 text-12 text-text-2">
			{drawn} SHA-256 <code className="font-mono text-11 break-all">{signed.sha256}</code>
		</p>
	);
}

function Signed({ signed }: { signed: SignedBytes }) {
	if (signed.form === 'data' && signed.text !== null)
		return (
			<>
				<JsonView text={signed.text} label="The signed bytes" />
				<Note signed={signed} drawn="Indented here for reading; the copy is byte for byte." />
			</>
		);
	const text = signed.text ?? signed.base64;
	return (
		<>
			<section
				aria-label="The signed bytes"
				// biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
				tabIndex={0}
				className="max-h-80 overflow-auto rounded-control border border-line bg-bg p-2 font-mono text-11 break-all whitespace-pre-wrap"
			>
				{text.slice(0, DRAWN_MAX).split('\n').map(visible).join('\n')}
			</section>
			<Note
				signed={signed}
				drawn={
					signed.text === null
						? 'Not UTF-8, so drawn and copied as base64.'
						: "The canonical form of the entry's fields, which is what its producer signed."
				}
			/>
		</>
	);
}

/** The event whole, and on demand the exact bytes its producer signed. */
export function EventRaw({ event }: { event: EventDetail }) {
	const [asked, setAsked] = useState(false);
	const path = `/v1/events/${encodeURIComponent(event.zone)}/${event.seq}/signed-bytes`;
	const signed = useQuery({
		queryKey: ['signed-bytes', path],
		enabled: asked,
		staleTime: Number.POSITIVE_INFINITY,
		queryFn: ({ signal }) => readJson<SignedBytes>(path, signal),
	});
	const text = recordJson(event);
	return (
		<>
			<DrawerSection title="Event" actions={<CopyButton text={text} label="Copy the event" />}>
				<JsonView text={text} label="The event as JSON" />
			</DrawerSection>
			<DrawerSection
				title={signed.data === undefined ? 'As signed' : `As signed, ${signed.data.bytes.toLocaleString('en')}\u00a0bytes`}
				actions={
					signed.data === undefined ? null : <CopyButton text={signed.data.text ?? signed.data.base64} label="Copy the signed bytes" />
				}
			>
				{signed.data !== undefined ? (
					<Signed signed={signed.data} />
				) : signed.error !== null ? (
					<p role="alert" className="text-12 text-deny">
						{failureOf(signed.error).message} {failureOf(signed.error).todo}
					</p>
				) : (
					<Button onClick={() => setAsked(true)} disabled={asked}>
						{asked ? 'Reading…' : 'Show the bytes the producer signed'}
					</Button>
				)}
			</DrawerSection>
		</>
	);
}
