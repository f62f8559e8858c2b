'use client';

import { Download } from 'lucide-react';
import { failureOf } from '@/components/events/api';
import { TimeAndAge } from '@/components/events/clock';
import { Problem } from '@/components/events/problem';
import { Button } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';
import type { CheckpointShape, Integrity, ZoneIntegrity } from '@/lib/api/integrity';
import { groupDigits } from '@/lib/events/amounts';
import { cutMiddle, visible } from '@/lib/events/visible';
import { Mark } from './look';
import { Part } from './part';
import { saveText } from './save-text';
import { useCheckpoints } from './use-integrity';

function fileOf(zone: string, size: number): string {
	return `${zone.replace(/[^\w.-]+/g, '_')}-${size}.note`;
}

function Line({ zone, checkpoint, timeZone }: { zone: string; checkpoint: CheckpointShape; timeZone: string }) {
	const words = `${groupDigits(checkpoint.size)} events`;
	return (
		<li className="flex items-center gap-2 border-t border-line py-0.5 text-12">
			<span className="min-w-18 shrink-0">{words}</span>
			<span className="min-w-0 flex-1 truncate text-text-2">
				<TimeAndAge at={checkpoint.signedAt} timeZone={timeZone} />
			</span>
			<code className="font-mono text-11 text-text-2" title={checkpoint.root}>
				{cutMiddle(checkpoint.root, 9)}
			</code>
			<Button
				size="icon"
				kind="quiet"
				aria-label={`Download the signed note over ${words}`}
				title="Download the signed note"
				onClick={() => saveText(fileOf(zone, checkpoint.size), checkpoint.note)}
			>
				<Download size={13} aria-hidden />
			</Button>
		</li>
	);
}

function Anchors({ zone, anchors, timeZone }: { zone: ZoneIntegrity; anchors: Integrity['anchors']; timeZone: string }) {
	if (anchors.length === 0)
		return (
			<p className="mt-1 text-12">
				<Mark tone="unknown">none configured</Mark> A rollback of the whole database would not be seen. Set ANCHORS.
			</p>
		);
	return (
		<ul className="mt-1 text-12">
			{anchors.map(({ anchor, place, readable }) => {
				const reached = zone.anchors.find((each) => each.anchor === anchor);
				const behind = (zone.checkpoint?.size ?? 0) - (reached?.size ?? 0);
				return (
					<li key={anchor} className="border-t border-line py-1">
						<span className="flex flex-wrap gap-x-2">
							<strong className="font-medium">{visible(anchor)}</strong>
							<span className="min-w-0 truncate text-text-2" title={visible(place)}>
								{visible(place)}
							</span>
							<span className="ml-auto">
								{reached === undefined || reached.size === 0 ? (
									<Mark tone="unknown">has nothing yet</Mark>
								) : reached.failures > 0 ? (
									<Mark tone="note">{groupDigits(reached.failures)} tries failed</Mark>
								) : behind > 0 ? (
									<Mark tone="note">{groupDigits(behind)} events behind</Mark>
								) : (
									<Mark tone="holds">has it</Mark>
								)}
							</span>
						</span>
						<span className="block text-11 text-text-3">
							{reached?.deliveredAt == null ? (
								'never delivered to'
							) : (
								<>
									up to #{groupDigits(reached.size)}, <TimeAndAge at={reached.deliveredAt} timeZone={timeZone} />
								</>
							)}
							{readable ? '' : '; takes only, its receiver compares'}
							{reached?.lastError == null ? '' : `; ${visible(reached.lastError)}`}
						</span>
					</li>
				);
			})}
		</ul>
	);
}

/** The newest checkpoint of a zone, where it lies, and those before it. */
export function Checkpoints({ zone, anchors, timeZone }: { zone: ZoneIntegrity; anchors: Integrity['anchors']; timeZone: string }) {
	const { data, error, refetch } = useCheckpoints(zone.zone);
	const newest = data?.checkpoints[0];
	return (
		<Part title="Checkpoints" note={visible(zone.zone)}>
			{data === undefined ? (
				error === null ? (
					<p className="late text-12 text-text-3">Checkpoints are being read.</p>
				) : (
					<Problem error={failureOf(error)} onRetry={() => void refetch()} />
				)
			) : newest === undefined ? (
				<p className="text-12 text-text-2">
					<Mark tone="unknown">none signed yet</Mark> The worker signs one at most a minute after traffic when it has CHECKPOINT_KEYS;{' '}
					<code className="font-mono">caracal keys make</code> makes a key.
				</p>
			) : (
				<>
					<dl className="grid grid-cols-[72px_minmax(0,1fr)_auto] items-center gap-x-3 text-12">
						<dt className="text-text-2">Newest</dt>
						<dd>
							{groupDigits(newest.size)} events, <TimeAndAge at={newest.signedAt} timeZone={timeZone} />
						</dd>
						<dd />
						<dt className="text-text-2">Root</dt>
						<dd className="truncate font-mono text-11" title={newest.root}>
							{newest.root}
						</dd>
						<dd>
							<CopyButton text={newest.root} label="Copy the root" />
						</dd>
					</dl>
					<p className="mt-2 rounded-control bg-raised p-2 font-mono text-11 break-all whitespace-pre-wrap">
						{newest.note.split('\n').map(visible).join('\n')}
					</p>
				</>
			)}
			<h3 className="mt-3 text-12 font-semibold">Anchors</h3>
			<Anchors zone={zone} anchors={anchors} timeZone={timeZone} />
			{data === undefined || data.checkpoints.length === 0 ? null : (
				<>
					<h3 className="mt-3 text-12 font-semibold">The newest {data.checkpoints.length}</h3>
					<ul className="mt-1">
						{data.checkpoints.map((checkpoint) => (
							<Line key={checkpoint.size} zone={zone.zone} checkpoint={checkpoint} timeZone={timeZone} />
						))}
					</ul>
				</>
			)}
		</Part>
	);
}
