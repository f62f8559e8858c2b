'use client';

import { ExternalLink } from 'lucide-react';
import Link from 'next/link';
import { visible } from '@/lib/events/visible';
import { outsideTraceHref, tracePath } from '@/lib/url/request';
import { useRequest } from '../request-context';
import { ShortId } from '../short-id';

/** Traces named at the head; a caller that spans more has them in the events. */
const SHOWN_MAX = 2;

/** The OpenTelemetry traces of the request: our events of each, and the tool that keeps its spans. */
export function TraceLinks() {
	const { request, screen, traceTemplate } = useRequest();
	const left = screen.counts.traceIds - SHOWN_MAX;
	return (
		<>
			{request.traceIds.slice(0, SHOWN_MAX).map((traceId) => {
				const outside = outsideTraceHref(traceTemplate, traceId);
				return (
					<span key={traceId} className="inline-flex items-center gap-1 whitespace-nowrap">
						<Link href={tracePath(traceId)} title="All our events of this trace" className="text-accent hover:underline">
							trace
						</Link>
						<ShortId id={traceId} label="the trace ID" />
						{outside === null ? null : (
							<a
								href={outside}
								target="_blank"
								rel="noopener noreferrer"
								title={`Open trace ${visible(traceId.slice(0, 100))} in the tracing tool`}
								className="inline-flex items-center gap-1 text-accent hover:underline"
							>
								spans <ExternalLink size={11} aria-hidden />
							</a>
						)}
					</span>
				);
			})}
			{left > 0 ? <span>{left} more traces</span> : null}
		</>
	);
}
