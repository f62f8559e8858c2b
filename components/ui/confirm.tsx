'use client';

import { AlertDialog } from 'radix-ui';
import type { ReactNode } from 'react';
import { Button } from './button';

interface Props {
	readonly open: boolean;
	readonly onClose: () => void;
	readonly title: string;
	/** What will happen. */
	readonly children: ReactNode;
	/** The deed, on the button. */
	readonly action: string;
	readonly busy: boolean;
	readonly onConfirm: () => void;
}

/** Asks before something that cannot be taken back. The way out has the focus. */
export function Confirm({ open, onClose, title, children, action, busy, onConfirm }: Props) {
	return (
		<AlertDialog.Root open={open} onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}>
			<AlertDialog.Portal>
				<AlertDialog.Overlay className="fixed inset-0 z-40 bg-bg/60" />
				<AlertDialog.Content className="fixed top-[18vh] left-1/2 z-50 w-[min(420px,calc(100vw-24px))] -translate-x-1/2 rounded-menu bg-overlay p-4 shadow-menu">
					<AlertDialog.Title className="text-15 font-semibold text-pretty">{title}</AlertDialog.Title>
					<AlertDialog.Description asChild>
						<div className="mt-1.5 text-text-2">{children}</div>
					</AlertDialog.Description>
					<div className="mt-4 flex justify-end gap-2">
						<AlertDialog.Cancel asChild>
							<Button size="bar">Cancel</Button>
						</AlertDialog.Cancel>
						<Button size="bar" kind="primary" disabled={busy} onClick={onConfirm}>
							{action}
						</Button>
					</div>
				</AlertDialog.Content>
			</AlertDialog.Portal>
		</AlertDialog.Root>
	);
}
