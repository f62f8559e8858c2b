'use client';

import { ZoomIn, ZoomOut } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { defaultSpan, spansOf } from '@/lib/request/span';
import type { TimelineSpan } from '@/lib/url/request';
import { useRequest } from '../request-context';

const WORDS = { own: 'Request', approval: 'With approval', all: 'All around it' } as const;

interface Props {
	readonly onShow: (span: TimelineSpan | null) => void;
	readonly onZoom: (factor: number) => void;
}

/** Which stretch of time the lanes show. */
export function SpanControls({ onShow, onZoom }: Props) {
	const { request, state } = useRequest();
	const spans = spansOf(request);
	const shown = state.span ?? defaultSpan(request);
	return (
		<span className="flex items-center gap-1.5 max-md:hidden">
			{spans.length < 2 && typeof shown === 'string' ? null : (
				<fieldset aria-label="Stretch of time" className="flex h-[26px] overflow-hidden rounded-control border border-line-strong">
					{spans.map((span) => (
						<button
							key={span}
							type="button"
							aria-pressed={shown === span}
							onClick={() => onShow(span === defaultSpan(request) ? null : span)}
							className="border-l border-line-strong px-2 text-12 text-text-2 first:border-l-0 aria-pressed:bg-line aria-pressed:font-medium aria-pressed:text-text"
						>
							{WORDS[span]}
						</button>
					))}
				</fieldset>
			)}
			<Button kind="quiet" size="icon" aria-label="Zoom out" title="Zoom out (-)" onClick={() => onZoom(2)}>
				<ZoomOut size={14} aria-hidden />
			</Button>
			<Button
				kind="quiet"
				size="icon"
				aria-label="Zoom in"
				title="Zoom in (+); or drag over the lanes, or Ctrl and the wheel"
				onClick={() => onZoom(0.5)}
			>
				<ZoomIn size={14} aria-hidden />
			</Button>
		</span>
	);
}
