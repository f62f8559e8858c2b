import { CircleHelp } from 'lucide-react';
import { CopyButton } from '@/components/ui/copy-button';
import type { EventDetail } from '@/lib/api/events';
import { DrawerSection } from './drawer-section';

function Hash({ name, value, absent }: { name: string; value: string | null; absent: string }) {
	return (
		<div className="grid min-h-[22px] grid-cols-[112px_minmax(0,1fr)] items-center gap-2">
			<dt className="text-12 text-text-3">{name}</dt>
			<dd className="flex min-w-0 items-center justify-between">
				{value === null ? (
					<span className="text-12 text-text-2">{absent}</span>
				) : (
					<>
						<code className="truncate font-mono text-12" title={value}>{`${value.slice(0, 16)}…${value.slice(-8)}`}</code>
						<CopyButton text={value} label={`Copy ${name.toLowerCase()}`} />
					</>
				)}
			</dd>
		</div>
	);
}

function Link({ seq, current }: { seq: number; current: boolean }) {
	return (
		<span
			className={
				current
					? 'rounded-mark border border-accent bg-accent-tint px-2 font-medium'
					: 'rounded-mark border border-line-strong px-2 text-text-2'
			}
		>
			#{seq.toLocaleString('en')}
		</span>
	);
}

/** Where the event stands in its zone's chain, and what is known of its integrity. Not verified is never drawn as verified. */
export function EventChain({ event }: { event: EventDetail }) {
	const { chain, seq } = event;
	return (
		<DrawerSection title={`Place in the chain of ${event.zone}`}>
			<p className="flex flex-wrap items-center gap-1 text-12">
				{seq > 1 ? <Link seq={seq - 1} current={false} /> : <span className="text-text-3">first</span>}
				<span aria-hidden className="text-text-3">
					—
				</span>
				<Link seq={seq} current />
				<span aria-hidden className="text-text-3">
					—
				</span>
				{seq < chain.headSeq ? <Link seq={seq + 1} current={false} /> : <span className="text-text-3">newest</span>}
			</p>
			<p className="mt-1.5 flex items-center gap-1.5 text-12 text-unknown">
				<span className="grid size-4 place-items-center rounded-mark bg-unknown-tint [background-image:var(--hatch)]">
					<CircleHelp size={12} aria-hidden />
				</span>
				Not verified since it was ingested; {event.signature === null ? 'its producer did not sign it' : 'its signature was checked then'}.
			</p>
			<dl className="mt-1">
				<Hash name="Content" value={chain.contentSha256} absent="" />
				<Hash name="Previous" value={chain.prevContentSha256} absent="none: the zone's first event" />
				<Hash name="Chain HMAC" value={chain.hmac} absent="none: the worker had no key" />
				<Hash name="Signature" value={event.signature} absent="none: accepted unsigned" />
			</dl>
		</DrawerSection>
	);
}
