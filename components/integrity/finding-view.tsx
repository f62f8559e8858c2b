'use client';

import { X } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { failureOf } from '@/components/events/api';
import { TimeAndAge } from '@/components/events/clock';
import { Problem } from '@/components/events/problem';
import { Button } from '@/components/ui/button';
import type { FindingShape } from '@/lib/api/integrity';
import { visible } from '@/lib/events/visible';
import { findingWords } from '@/lib/evidence/finding';
import { playbookHref } from '@/lib/url/integrity';
import type { EventPlace } from '@/lib/url/place';
import { placeWords, stateWords } from './findings';
import { Mark } from './look';
import { NearPlaces } from './near-places';
import { Part } from './part';
import { ResolveForm } from './resolve-form';
import { SealedBeside } from './sealed-beside';
import { useFinding } from './use-integrity';

function Fact({ name, children }: { name: string; children: ReactNode }) {
	return (
		<>
			<dt className="text-text-2">{name}</dt>
			<dd className="min-w-0 break-words">{children}</dd>
		</>
	);
}

function Code({ text }: { text: string }) {
	return <code className="font-mono break-all">{visible(text)}</code>;
}

function Facts({ finding, timeZone }: { finding: FindingShape; timeZone: string }) {
	const { eventId, expected, found, observedAt, seenAt, sweep } = finding;
	return (
		<dl className="grid grid-cols-[84px_minmax(0,1fr)] content-start gap-x-3 gap-y-0.5 text-12">
			<Fact name="Where">{placeWords(finding)}</Fact>
			{eventId === null ? null : (
				<Fact name="Event">
					<Code text={eventId} />
				</Fact>
			)}
			<Fact name="Expected">{expected === null ? <span className="text-text-3">not told</span> : <Code text={expected} />}</Fact>
			<Fact name="Found">{found === null ? <span className="text-text-3">nothing</span> : <Code text={found} />}</Fact>
			<Fact name="Looked at">{visible(findingWords(finding))}</Fact>
			<Fact name="First seen">
				<TimeAndAge at={observedAt} timeZone={timeZone} />
			</Fact>
			{seenAt === null ? null : (
				<Fact name="Last seen">
					<TimeAndAge at={seenAt} timeZone={timeZone} />
					{sweep === null ? null : <span className="text-text-3"> by verification {sweep}</span>}
				</Fact>
			)}
		</dl>
	);
}

interface Props {
	readonly opened: EventPlace;
	/** Whether the reader may resolve it. */
	readonly mayResolve: boolean;
	readonly timeZone: string;
	readonly onClose: () => void;
	readonly onSay: (text: string) => void;
}

/** One finding: what it means, what to do, and the events around it beside what the sealed bytes and the signed tree say. */
export function FindingView({ opened, mayResolve, timeZone, onClose, onSay }: Props) {
	const { data, error, refetch } = useFinding(opened);
	const close = (
		<Button size="icon" kind="quiet" aria-label="Close the finding" title="Close (Esc)" onClick={onClose}>
			<X size={14} aria-hidden />
		</Button>
	);
	if (data === undefined)
		return (
			<Part title="Finding" comesIntoView note={visible(opened.zone)} actions={close}>
				{error === null ? (
					<p className="late text-12 text-text-3">The events around it are being read.</p>
				) : (
					<Problem error={failureOf(error)} onRetry={() => void refetch()} />
				)}
			</Part>
		);
	const { finding, places, sealed, checkpoint } = data;
	const state = stateWords(finding);
	return (
		<Part
			key={finding.finding}
			comesIntoView
			title={`${visible(finding.zone)}, ${placeWords(finding)}`}
			note={state === '' ? undefined : state}
			actions={close}
		>
			<p className="max-w-[100ch]">
				<Mark tone={finding.open ? 'fails' : 'note'} className="mr-2 font-semibold">
					{visible(finding.kind.replaceAll('_', ' '))}
				</Mark>
				{finding.means} <strong className="font-medium">{finding.todo}</strong>{' '}
				<Link href={playbookHref(finding.kind)} data-stop className="text-accent underline">
					Playbook
				</Link>
			</p>
			<div className="mt-2.5 grid gap-x-8 gap-y-4 xl:grid-cols-2">
				<Facts finding={finding} timeZone={timeZone} />
				<ResolveForm key={finding.finding} finding={finding} mayResolve={mayResolve} timeZone={timeZone} onSay={onSay} />
			</div>
			<NearPlaces zone={finding.zone} places={places} timeZone={timeZone} />
			<SealedBeside sealed={sealed} checkpoint={checkpoint} places={places} timeZone={timeZone} />
		</Part>
	);
}
