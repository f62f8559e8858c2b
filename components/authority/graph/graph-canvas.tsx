'use client';

import '@xyflow/react/dist/base.css';
import { Panel, Position, ReactFlow, ReactFlowProvider, useReactFlow } from '@xyflow/react';
import { Maximize, Minus, Plus } from 'lucide-react';
import { type KeyboardEvent, useCallback, useEffect, useMemo, useRef } from 'react';
import { Button } from '@/components/ui/button';
import type { Drawing, DrawnNode } from '@/lib/authority/drawing';
import { LAYOUT_SIZES } from '@/lib/authority/layout/layout';
import { type Direction, walk } from '@/lib/authority/layout/walk';
import { type CanvasLink, GraphLink } from './graph-link';
import { type CanvasNode, GraphNode } from './graph-node';
import { GraphOverview } from './graph-overview';
import { type Places, useLayout } from './use-layout';

const NODE_TYPES = { drawn: GraphNode };
const LINK_TYPES = { drawn: GraphLink };
const DIRECTIONS: Readonly<Record<string, Direction>> = { ArrowLeft: 'left', ArrowRight: 'right', ArrowUp: 'up', ArrowDown: 'down' };
const FIT = { padding: 0.12, maxZoom: 1 };
/** Smaller than this nobody reads a node: what would be is begun at its focus instead of fitted. */
const READABLE_ZOOM = 0.5;
const FIRST_ZOOM = 0.75;
const ZOOM = { min: 0.05, max: 2 };

interface Props {
	readonly drawing: Drawing;
	/** While it stays the same, what is drawn keeps its place; when it changes, all is laid out anew and fitted. */
	readonly anew: string;
	/** Id of the node or link that is selected. */
	readonly selected: string | null;
	readonly onSelect: (id: string, kind: 'node' | 'link') => void;
	/** Enter, or a second click. */
	readonly onOpen: (node: DrawnNode) => void;
	/** In words, for those who do not see it. */
	readonly label: string;
}

const SIZE = { width: LAYOUT_SIZES.nodeWidth, height: LAYOUT_SIZES.nodeHeight };
const MIDDLE = { y: SIZE.height / 2, width: 1, height: 1 };
/** Size of every node, and where its lines begin and end: told, so that what is out of sight is not drawn once to be measured. */
const MEASURED = {
	...SIZE,
	measured: SIZE,
	handles: [
		{ type: 'target' as const, position: Position.Left, x: 0, ...MIDDLE },
		{ type: 'source' as const, position: Position.Right, x: SIZE.width - 1, ...MIDDLE },
	],
};

function canvasNodes({ nodes }: Drawing, places: Places, selected: string | null): CanvasNode[] {
	return nodes.flatMap((drawn) => {
		const position = places.get(drawn.id);
		if (position === undefined) return [];
		return [{ id: drawn.id, type: 'drawn', position, ...MEASURED, data: { drawn, isSelected: drawn.id === selected } }];
	});
}

function Canvas({ drawing, anew, selected, onSelect, onOpen, label }: Props) {
	const flow = useReactFlow<CanvasNode, CanvasLink>();
	const places = useLayout(drawing, anew);
	const fitted = useRef('');
	const frame = useRef<HTMLDivElement>(null);
	const openLink = useCallback((id: string) => onSelect(id, 'link'), [onSelect]);
	const nodes = useMemo(() => (places === null ? [] : canvasNodes(drawing, places, selected)), [drawing, places, selected]);
	const links = useMemo(
		() =>
			drawing.links.map(
				(drawn): CanvasLink => ({
					id: drawn.id,
					type: 'drawn',
					source: drawn.source,
					target: drawn.target,
					data: { drawn, isSelected: drawn.id === selected, onOpen: openLink },
				}),
			),
		[drawing, selected, openLink],
	);

	useEffect(() => {
		// once for each new drawing: after that the viewport is the reader's
		if (places === null || nodes.length === 0 || fitted.current === anew) return;
		fitted.current = anew;
		const { width, height } = frame.current?.getBoundingClientRect() ?? { width: 0, height: 0 };
		const bounds = flow.getNodesBounds(nodes);
		const zoom = Math.min(width / bounds.width, height / bounds.height) * (1 - FIT.padding);
		const start = nodes.find(({ data }) => data.isSelected) ?? nodes.find(({ data }) => data.drawn.isFocus) ?? nodes[0];
		if (zoom >= READABLE_ZOOM || start === undefined) void flow.fitView(FIT);
		else {
			// what is selected, else the focus, left of the middle: what it leads to is in sight, and what leads to it
			const x = start.position.x + LAYOUT_SIZES.nodeWidth / 2 + width / FIRST_ZOOM / 6;
			void flow.setCenter(x, start.position.y + LAYOUT_SIZES.nodeHeight / 2, { zoom: FIRST_ZOOM });
		}
	}, [places, nodes, anew, flow]);

	// keys may come faster than what they select is drawn
	const standing = useRef(selected);
	useEffect(() => {
		standing.current = selected;
	}, [selected]);

	function look(id: string) {
		const place = places?.get(id);
		if (place === undefined) return;
		const { nodeWidth, nodeHeight } = LAYOUT_SIZES;
		void flow.setCenter(place.x + nodeWidth / 2, place.y + nodeHeight / 2, { zoom: flow.getZoom() });
	}

	function onKeyDown(event: KeyboardEvent) {
		const node = drawing.nodes.find(({ id }) => id === standing.current);
		if (event.key === 'Enter' && node !== undefined) onOpen(node);
		const direction = DIRECTIONS[event.key];
		if (direction === undefined || places === null) return;
		event.preventDefault();
		event.stopPropagation();
		const start = node?.id ?? drawing.nodes.find(({ isFocus }) => isFocus)?.id ?? drawing.nodes[0]?.id;
		const next = node === undefined ? start : walk(places, drawing.links, node.id, direction);
		if (next == null) return;
		standing.current = next;
		onSelect(next, 'node');
		look(next);
	}

	return (
		<div
			ref={frame}
			role="application"
			aria-label={label}
			// biome-ignore lint/a11y/noNoninteractiveTabindex: the canvas takes the arrow keys as one widget
			tabIndex={0}
			onKeyDownCapture={onKeyDown}
			data-graph
			className="relative size-full outline-offset-[-2px]"
		>
			<ReactFlow<CanvasNode, CanvasLink>
				nodes={nodes}
				edges={links}
				nodeTypes={NODE_TYPES}
				edgeTypes={LINK_TYPES}
				onNodeClick={(_, { id }) => onSelect(id, 'node')}
				onNodeDoubleClick={(_, { data }) => onOpen(data.drawn)}
				onEdgeClick={(_, { id }) => onSelect(id, 'link')}
				minZoom={ZOOM.min}
				maxZoom={ZOOM.max}
				nodesDraggable={false}
				nodesConnectable={false}
				nodesFocusable={false}
				edgesFocusable={false}
				elementsSelectable={false}
				disableKeyboardA11y
				deleteKeyCode={null}
				onlyRenderVisibleElements
				proOptions={{ hideAttribution: true }}
			>
				<Panel position="top-right" className="flex gap-1">
					<Button size="icon" aria-label="Zoom in" onClick={() => void flow.zoomIn()} className="bg-surface">
						<Plus size={14} aria-hidden />
					</Button>
					<Button size="icon" aria-label="Zoom out" onClick={() => void flow.zoomOut()} className="bg-surface">
						<Minus size={14} aria-hidden />
					</Button>
					<Button size="icon" aria-label="Show all" onClick={() => void flow.fitView(FIT)} className="bg-surface">
						<Maximize size={14} aria-hidden />
					</Button>
				</Panel>
			</ReactFlow>
			<GraphOverview nodes={nodes} />
		</div>
	);
}

/** The graph: columns from left to right, walked by arrow keys, panned and zoomed by pointer. */
export function GraphCanvas(props: Props) {
	return (
		<ReactFlowProvider>
			<Canvas {...props} />
		</ReactFlowProvider>
	);
}
