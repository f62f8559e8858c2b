'use client';

import { lazy } from 'react';
import { OnDemand } from '@/components/ui/on-demand';
import { CopyEvidenceButton } from './copy-button';

const load = () => import('./copy-popup');
const CopyPopup = lazy(load);

/** The request as evidence, to keep or to send. */
export function CopyEvidence() {
	return (
		<OnDemand button={<CopyEvidenceButton />} load={load}>
			<CopyPopup />
		</OnDemand>
	);
}
