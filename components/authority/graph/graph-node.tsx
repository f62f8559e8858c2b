'use client';

import { Handle, type Node, type NodeProps, Position } from '@xyflow/react';
import { cn } from '@/components/ui/cn';
import { type DrawnNode, STATE_WORDS } from '@/lib/authority/drawing';
import { LAYOUT_SIZES } from '@/lib/authority/layout/layout';
import { STATE_LOOK } from '../state-mark';

export type CanvasNode = Node<{ readonly drawn: DrawnNode; readonly isSelected: boolean }, 'drawn'>;

const SIZE = { width: LAYOUT_SIZES.nodeWidth, height: LAYOUT_SIZES.nodeHeight };
const isOver = (state: DrawnNode['state']) => state === 'revoked' || state === 'expired' || state === 'ended';

/** A session or several as one: title, id or count, state by icon and word. */
export function GraphNode({ data: { drawn, isSelected } }: NodeProps<CanvasNode>) {
	const { icon: Icon, text } = STATE_LOOK[drawn.state];
	const isGone = isOver(drawn.state) || drawn.isStruck;
	return (
		<div
			style={SIZE}
			className={cn(
				'relative flex items-start gap-2 rounded-control border bg-raised px-2.5 py-2 text-left',
				isSelected ? 'border-accent ring-2 ring-accent' : isGone ? 'border-deny' : 'border-line-strong',
				drawn.state === 'unknown' && 'border-dashed',
				drawn.isFocus && !isSelected && 'border-text-2',
			)}
		>
			<Handle type="target" position={Position.Left} isConnectable={false} className="opacity-0" />
			{drawn.sessions.length > 1 ? (
				<span
					aria-hidden
					className="absolute inset-0 -z-10 translate-x-1 translate-y-1 rounded-control border border-line-strong bg-raised"
				/>
			) : null}
			<span className="flex min-w-0 flex-1 flex-col">
				<span className={cn('truncate text-13 leading-[18px] font-semibold', isGone && 'text-text-2 line-through')}>{drawn.title}</span>
				<span className="truncate text-11 text-text-2">
					<span className={drawn.kind === 'session' ? 'font-mono' : undefined}>{drawn.detail}</span>,{' '}
					{drawn.isStruck ? 'struck out' : STATE_WORDS[drawn.state]}
				</span>
			</span>
			<Icon size={14} aria-hidden className={cn('mt-0.5 shrink-0', text)} />
			{drawn.hidden > 0 ? (
				<span className="absolute top-full right-1 rounded-mark bg-surface px-1 text-11 text-text-2">+{drawn.hidden}</span>
			) : null}
			<Handle type="source" position={Position.Right} isConnectable={false} className="opacity-0" />
		</div>
	);
}
