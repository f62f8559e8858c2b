'use client';

import { Command } from 'cmdk';
import { ArrowRight, Fingerprint, Hash } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { VIEWS } from './views';

/** What a pasted text could be, and where that leads. */
export interface PasteTarget {
	readonly label: string;
	readonly href: string;
}

interface Props {
	readonly open: boolean;
	readonly onOpenChange: (open: boolean) => void;
	/** Where a pasted ID may lead; nothing for a text that is no ID. */
	readonly targetsOf: (pasted: string) => readonly PasteTarget[];
}

const ITEM = 'flex h-8 cursor-default items-center gap-2.5 rounded-control px-2.5 text-13 text-text data-[selected=true]:bg-selected';

/** Ctrl/⌘-K: goes to a view, or takes a pasted ID to where it belongs. */
export function CommandPalette({ open, onOpenChange, targetsOf }: Props) {
	const router = useRouter();
	const [text, setText] = useState('');
	const pasted = text.trim();
	const targets = pasted === '' ? [] : targetsOf(pasted);

	function go(href: string) {
		onOpenChange(false);
		setText('');
		router.push(href);
	}

	return (
		<Command.Dialog
			open={open}
			onOpenChange={onOpenChange}
			label="Go to, or paste any ID"
			shouldFilter={targets.length === 0}
			overlayClassName="fixed inset-0 z-40 bg-bg/60"
			contentClassName="fixed top-[12vh] left-1/2 z-50 w-[min(560px,calc(100vw-24px))] -translate-x-1/2 overflow-hidden rounded-menu bg-overlay shadow-menu"
		>
			<Command.Input
				value={text}
				onValueChange={setText}
				placeholder="Go to, or paste any ID"
				className="h-11 w-full border-b border-line bg-transparent px-4 text-15 text-text outline-none placeholder:text-text-3"
			/>
			<Command.List className="max-h-[50vh] overflow-auto p-1.5">
				<Command.Empty className="px-2.5 py-3 text-13 text-text-2">No view of this name. Paste a request ID or an event ID.</Command.Empty>
				{targets.map((target, i) => (
					<Command.Item key={target.href} value={target.href} onSelect={() => go(target.href)} className={ITEM}>
						{i === 0 ? <Hash size={15} aria-hidden /> : <Fingerprint size={15} aria-hidden />}
						{target.label}
						<code className="ml-auto max-w-[45%] truncate font-mono text-12 text-text-2">{pasted}</code>
					</Command.Item>
				))}
				{VIEWS.map((view) =>
					view.href === null ? null : (
						<Command.Item key={view.name} value={view.name} onSelect={() => go(view.href ?? '/')} className={ITEM}>
							<view.icon size={15} aria-hidden />
							{view.name}
							<ArrowRight size={13} aria-hidden className="ml-auto text-text-3" />
						</Command.Item>
					),
				)}
			</Command.List>
		</Command.Dialog>
	);
}
