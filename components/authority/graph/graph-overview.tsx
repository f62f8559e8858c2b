'use client';

import { type ReactFlowState, useReactFlow, useStore } from '@xyflow/react';
import { type PointerEvent, useMemo, useRef } from 'react';
import type { DrawnNode } from '@/lib/authority/drawing';
import { LAYOUT_SIZES } from '@/lib/authority/layout/layout';
import { plural } from '@/lib/events/amounts';
import type { CanvasNode } from './graph-node';

const { nodeWidth, nodeHeight } = LAYOUT_SIZES;
/** Empty room around everything, in pixels of the graph. */
const MARGIN = 60;

interface Box {
	readonly left: number;
	readonly top: number;
	readonly right: number;
	readonly bottom: number;
}

function colourOf({ fate, isStruck, state }: DrawnNode): string {
	if (fate !== undefined) return fate.state === 'holds' ? 'var(--held)' : 'var(--deny)';
	if (isStruck || state === 'revoked' || state === 'ended') return 'var(--deny)';
	return state === 'alive' ? 'var(--control)' : 'var(--unknown)';
}

/** All nodes of a colour are one path: thousands of elements would take long to draw. */
function pathsOf(nodes: readonly CanvasNode[]): ReadonlyMap<string, string> {
	const paths = new Map<string, string[]>();
	for (const { position, data } of nodes) {
		const colour = colourOf(data.drawn);
		const path = `M${position.x} ${position.y}h${nodeWidth}v${nodeHeight}h${-nodeWidth}z`;
		const list = paths.get(colour);
		if (list === undefined) paths.set(colour, [path]);
		else list.push(path);
	}
	return new Map([...paths].map(([colour, list]) => [colour, list.join('')]));
}

function boxOf(nodes: readonly CanvasNode[]): Box {
	let [left, top, right, bottom] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
	for (const { position } of nodes) {
		[left, top] = [Math.min(left, position.x), Math.min(top, position.y)];
		[right, bottom] = [Math.max(right, position.x + nodeWidth), Math.max(bottom, position.y + nodeHeight)];
	}
	return { left, top, right, bottom };
}

/** What of the graph is in sight, in its own pixels. */
const sightOf = ({ transform: [x, y, zoom], width, height }: ReactFlowState): Box => ({
	left: -x / zoom,
	top: -y / zoom,
	right: (width - x) / zoom,
	bottom: (height - y) / zoom,
});
const isSame = (a: Box, b: Box) => a.left === b.left && a.top === b.top && a.right === b.right && a.bottom === b.bottom;
const isWithin = (inner: Box, outer: Box) =>
	inner.left >= outer.left && inner.top >= outer.top && inner.right <= outer.right && inner.bottom <= outer.bottom;

/** Where the reader is in a graph that is larger than the frame; it would only cover one that is not. Goes where it is pointed to. */
export function GraphOverview({ nodes }: { nodes: readonly CanvasNode[] }) {
	const flow = useReactFlow();
	const drawing = useRef<SVGSVGElement>(null);
	const sight = useStore(sightOf, isSame);
	const paths = useMemo(() => pathsOf(nodes), [nodes]);
	const box = useMemo(() => boxOf(nodes), [nodes]);
	if (nodes.length === 0 || isWithin(box, sight)) return null;
	const left = Math.min(box.left, sight.left) - MARGIN;
	const top = Math.min(box.top, sight.top) - MARGIN;
	const width = Math.max(box.right, sight.right) + MARGIN - left;
	const height = Math.max(box.bottom, sight.bottom) + MARGIN - top;
	function go(event: PointerEvent) {
		const matrix = drawing.current?.getScreenCTM();
		if (event.buttons !== 1 || matrix == null) return;
		const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse());
		void flow.setCenter(x, y, { zoom: flow.getZoom() });
	}
	return (
		<div
			role="img"
			aria-label={`Overview of ${plural(nodes.length, 'node')}`}
			onPointerDown={(event) => {
				event.currentTarget.setPointerCapture(event.pointerId);
				go(event);
			}}
			onPointerMove={go}
			className="absolute right-3 bottom-3 z-10 hidden h-36 w-48 cursor-crosshair rounded-control border border-line bg-surface lg:block"
		>
			<svg ref={drawing} viewBox={`${left} ${top} ${width} ${height}`} className="size-full" aria-hidden>
				{[...paths].map(([colour, d]) => (
					<path key={colour} d={d} fill={colour} />
				))}
				<rect
					x={sight.left}
					y={sight.top}
					width={sight.right - sight.left}
					height={sight.bottom - sight.top}
					fill="var(--accent)"
					fillOpacity={0.12}
					stroke="var(--accent)"
					strokeWidth={1}
					vectorEffect="non-scaling-stroke"
				/>
			</svg>
		</div>
	);
}
