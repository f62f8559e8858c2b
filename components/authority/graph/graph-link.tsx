'use client';

import { BaseEdge, type Edge, EdgeLabelRenderer, type EdgeProps, getBezierPath } from '@xyflow/react';
import { cn } from '@/components/ui/cn';
import type { DrawnLink } from '@/lib/authority/drawing';
import type { FateState } from '@/lib/authority/time-lapse';

export type CanvasLink = Edge<{ readonly drawn: DrawnLink; readonly isSelected: boolean; readonly onOpen: (id: string) => void }, 'drawn'>;

/** Pixels: one for each scope, within reason. */
const WIDTH_MAX = 5;

function colourOf({ state, isStruck, fate }: DrawnLink, isSelected: boolean): string {
	if (isSelected) return 'var(--accent)';
	if (fate !== undefined) return fate.state === 'holds' ? 'var(--held)' : 'var(--deny)';
	if (isStruck || state === 'revoked' || state === 'ended') return 'var(--deny)';
	if (state === 'suspended') return 'var(--held)';
	return state === 'alive' ? 'var(--control)' : 'var(--unknown)';
}

const isNamed = (state: FateState) => state === 'announced' || state === 'confirmed';

/** A delegation: as thick as it has scopes, dashed when it no longer holds, dotted where a session only started the other. */
export function GraphLink(props: EdgeProps<CanvasLink>) {
	const { id, data, markerEnd } = props;
	const [path, x, y] = getBezierPath(props);
	if (data === undefined) return null;
	const { drawn, isSelected, onOpen } = data;
	const isWhole = drawn.fate === undefined ? drawn.state === 'alive' && !drawn.isStruck : isNamed(drawn.fate.state);
	const dash = drawn.kind === 'start' ? '1 5' : isWhole ? undefined : '5 4';
	const width = drawn.kind === 'start' ? 1.5 : Math.min(WIDTH_MAX, Math.max(1.25, drawn.scopes));
	return (
		<>
			<BaseEdge
				id={id}
				path={path}
				markerEnd={markerEnd}
				style={{ stroke: colourOf(drawn, isSelected), strokeWidth: width, strokeDasharray: dash, strokeLinecap: 'round' }}
			/>
			{drawn.words === '' ? null : (
				<EdgeLabelRenderer>
					<button
						type="button"
						tabIndex={-1}
						onClick={() => onOpen(id)}
						style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}
						className={cn(
							'nodrag nopan pointer-events-auto absolute rounded-mark bg-surface px-1 text-11 whitespace-nowrap text-text-2 hover:text-text',
							isSelected && 'text-accent',
						)}
					>
						{drawn.words}
					</button>
				</EdgeLabelRenderer>
			)}
		</>
	);
}
