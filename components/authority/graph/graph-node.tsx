'use client';

import { Handle, type Node, type NodeProps, Position } from '@xyflow/react';
import { Ban, CircleSlash, Hourglass, type LucideIcon } from 'lucide-react';
import { cn } from '@/components/ui/cn';
import { type DrawnNode, STATE_WORDS } from '@/lib/authority/drawing';
import { LAYOUT_SIZES } from '@/lib/authority/layout/layout';
import type { FateState } from '@/lib/authority/time-lapse';
import { STATE_LOOK } from '../state-mark';

export type CanvasNode = Node<{ readonly drawn: DrawnNode; readonly isSelected: boolean }, 'drawn'>;

/** Characters of an id that tell it apart, where how it fell needs the room. */
const ID_END = 6;
const SIZE = { width: LAYOUT_SIZES.nodeWidth, height: LAYOUT_SIZES.nodeHeight };
/** How a session stands in a cascade that is played. */
export const FATE_LOOK: Readonly<Record<FateState, { readonly icon: LucideIcon; readonly text: string; readonly frame: string }>> = {
	holds: { icon: Hourglass, text: 'text-held', frame: 'border-held border-dashed' },
	computed: { icon: CircleSlash, text: 'text-deny', frame: 'border-deny border-dashed' },
	announced: { icon: Ban, text: 'text-deny', frame: 'border-deny bg-deny-tint' },
	confirmed: { icon: Ban, text: 'text-deny', frame: 'border-deny bg-deny-tint' },
};

const STRUCK_LOOK = { icon: CircleSlash, text: 'text-deny' };

const isOver = (state: DrawnNode['state']) => state === 'revoked' || state === 'expired' || state === 'ended';

/** A session or several as one: title, id or count, state by icon and word. */
export function GraphNode({ data: { drawn, isSelected } }: NodeProps<CanvasNode>) {
	const { fate } = drawn;
	const { icon: Icon, text } = fate !== undefined ? FATE_LOOK[fate.state] : drawn.isStruck ? STRUCK_LOOK : STATE_LOOK[drawn.state];
	const isGone = fate === undefined ? isOver(drawn.state) || drawn.isStruck : fate.state !== 'holds';
	return (
		<div
			style={SIZE}
			className={cn(
				'relative flex items-start gap-2 rounded-control border bg-raised px-2.5 py-2 text-left',
				fate === undefined ? (isGone ? 'border-deny' : 'border-line-strong') : FATE_LOOK[fate.state].frame,
				fate === undefined && drawn.state === 'unknown' && 'border-dashed',
				isSelected && 'border-accent ring-2 ring-accent',
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
					<span className={drawn.kind === 'session' ? 'font-mono' : undefined}>
						{(fate !== undefined || drawn.isStruck) && drawn.kind === 'session' ? `…${drawn.detail.slice(-ID_END)}` : drawn.detail}
					</span>
					,{' '}
					<span className={fate === undefined && !drawn.isStruck ? undefined : text}>
						{fate?.words ?? (drawn.isStruck ? 'struck out' : STATE_WORDS[drawn.state])}
					</span>
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
