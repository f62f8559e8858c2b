'use client';

import Link from 'next/link';
import { useState } from 'react';
import { failureOf } from '@/components/events/api';
import { useTimeZone } from '@/components/events/clock';
import { Nothing, Problem } from '@/components/events/problem';
import { useSaid } from '@/components/search/frame/use-said';
import { Ignored, Said } from '@/components/shell/view-notes';
import type { ErrorBody } from '@/lib/api/events';
import type { Integrity } from '@/lib/api/integrity';
import { visible } from '@/lib/events/visible';
import { integrityHref } from '@/lib/url/integrity';
import type { EventPlace } from '@/lib/url/place';
import { Checkpoints } from './checkpoints';
import { FindingView } from './finding-view';
import { Findings } from './findings';
import { useIntegrityKeys } from './integrity-keys';
import { useIntegrityState } from './integrity-state';
import { KeysPart } from './keys-part';
import { Ledgers } from './ledgers';
import { Mark } from './look';
import { useFindings, useIntegrity } from './use-integrity';
import { Verifications } from './verifications';
import { VerifyDialog } from './verify-dialog';

interface Props {
	readonly first: Integrity | null;
	readonly firstError: ErrorBody | null;
	/** Zones the reader may verify and resolve findings of; null for every one. */
	readonly mayVerify: readonly string[] | null;
}

/** Whether the ledgers are what they were: verified how far, held where, broken at what. All of it is in the address. */
export function IntegrityView({ first, firstError, mayVerify }: Props) {
	const { state, ignored, change } = useIntegrityState();
	const { timeZone } = useTimeZone(state.timeZone);
	const [said, say] = useSaid();
	const [isAsking, setAsking] = useState(false);
	const { data, error, refetch } = useIntegrity(first);
	const findings = useFindings(state.zones.length === 1 ? (state.zones[0] ?? null) : null, state.show);
	const may = (zone: string) => mayVerify === null || mayVerify.includes(zone);
	const inSight = (zone: string) => state.zones.length === 0 || state.zones.includes(zone);
	const zones = (data?.zones ?? []).filter(({ zone }) => inSight(zone));
	const worst = zones.find(({ strip }) => strip.some((piece) => piece.state === 'broken')) ?? zones.find(({ zone }) => zone !== 'console');
	const side = zones.find(({ zone }) => zone === state.side) ?? worst ?? zones[0];
	const verifiable = zones.filter(({ zone }) => may(zone));
	const open = (finding: EventPlace) => change({ finding, side: finding.zone });
	useIntegrityKeys({
		onClose: () => (state.finding === null ? undefined : change({ finding: null })),
		onVerify: () => (verifiable.length > 0 ? setAsking(true) : say('Verifying needs the role operator')),
		onCopyLink: () => {
			navigator.clipboard
				.writeText(window.location.href)
				.then(() => say('Link copied'))
				// the browser forbids it, as on plain http from another host
				.catch(() => say('The browser did not allow copying'));
		},
	});
	if (data === undefined) {
		const failure = error === null ? firstError : failureOf(error);
		return (
			<main className="min-h-0 flex-1 overflow-auto bg-surface">
				<h1 className="sr-only">Integrity</h1>
				{failure === null ? <Skeleton /> : <Problem error={failure} onRetry={() => void refetch()} />}
			</main>
		);
	}
	const listed = (findings.data?.findings ?? []).filter(({ zone }) => inSight(zone));
	const gone = data.gone.filter(inSight);
	return (
		<main className="min-h-0 flex-1 overflow-auto bg-surface">
			<h1 className="sr-only">Integrity</h1>
			<Said>{said}</Said>
			<Ignored parts={ignored} />
			{gone.map((zone) => (
				<p key={zone} role="alert" className="border-b border-line bg-fault-tint px-4 py-1.5 text-12">
					<Mark tone="fails" className="font-semibold">
						Zone {visible(zone)} is gone.
					</Mark>{' '}
					Nothing in the database names it; its checkpoints do. The findings below tell how many events it had.
				</p>
			))}
			{zones.length === 0 && gone.length === 0 ? (
				<Nothing title={data.zones.length === 0 ? 'No zone has an event yet.' : 'No zone of this name is in sight.'}>
					{data.zones.length === 0 ? (
						<p>A ledger begins with the first event of its zone: start a producer, or `npm run simulate`.</p>
					) : (
						<Link href={integrityHref()} className="text-accent underline">
							Show every zone
						</Link>
					)}
				</Nothing>
			) : (
				<div className="lg:grid lg:grid-cols-[minmax(0,1fr)_376px]">
					<div className="min-w-0 lg:border-r lg:border-line">
						<Ledgers
							zones={zones}
							findings={listed}
							side={side?.zone ?? ''}
							timeZone={timeZone}
							onSide={(zone) => change({ side: zone }, 'replace')}
							onFinding={open}
						/>
						{state.finding === null ? null : (
							<FindingView
								opened={state.finding}
								mayResolve={may(state.finding.zone)}
								timeZone={timeZone}
								onClose={() => change({ finding: null })}
								onSay={say}
							/>
						)}
						<Findings
							read={findings}
							findings={listed}
							show={state.show}
							opened={state.finding}
							timeZone={timeZone}
							onShow={(show) => change({ show }, 'replace')}
							onFinding={open}
						/>
					</div>
					{side === undefined ? null : (
						<div className="min-w-0">
							<Verifications zone={side} mayVerify={may(side.zone)} timeZone={timeZone} onVerify={() => setAsking(true)} onSay={say} />
							<Checkpoints zone={side} anchors={data.anchors} timeZone={timeZone} />
							<KeysPart keys={data.keys} timeZone={timeZone} />
						</div>
					)}
				</div>
			)}
			{isAsking ? (
				<VerifyDialog
					zones={verifiable}
					zone={side?.zone ?? ''}
					onClose={() => setAsking(false)}
					onStarted={(zone) => {
						setAsking(false);
						change({ side: zone }, 'replace');
						say('Verification asked for');
					}}
				/>
			) : null}
		</main>
	);
}

function Skeleton() {
	return (
		<div aria-busy className="late">
			<span className="sr-only">The ledgers are being read.</span>
			{['a', 'b', 'c'].map((key) => (
				<div key={key} className="flex items-center gap-4 border-b border-line px-4 py-4">
					<div className="h-3 w-24 rounded-mark bg-raised" />
					<div className="h-[18px] flex-1 rounded-mark bg-raised" />
				</div>
			))}
		</div>
	);
}
