'use client';

import { X } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { type ComponentProps, useRef } from 'react';
import { Button } from '@/components/ui/button';
import type { EventTotal } from '@/lib/api/events';
import { FacetRail } from '../facets/facet-rail';
import { totalWords } from '../histogram/total-words';

interface Props {
	readonly rail: ComponentProps<typeof FacetRail>;
	readonly total: EventTotal | undefined;
	readonly onClose: () => void;
}

/** The facets on a narrow screen: a sheet from below. */
export function FacetSheet({ rail, total, onClose }: Props) {
	const ref = useRef<HTMLElement>(null);
	return (
		<Dialog.Root open onOpenChange={(open) => open || onClose()}>
			<Dialog.Portal>
				<Dialog.Overlay className="fixed inset-0 z-40 bg-bg/60" />
				<Dialog.Content
					aria-describedby={undefined}
					className="fixed inset-x-0 bottom-0 z-50 flex max-h-[85dvh] flex-col rounded-t-menu bg-surface shadow-menu outline-none"
				>
					<div className="flex items-center border-b border-line px-3 py-2">
						<Dialog.Title className="text-15 font-semibold">Filters</Dialog.Title>
						<Dialog.Close asChild>
							<Button kind="quiet" size="icon" aria-label="Close" className="ml-auto">
								<X size={14} aria-hidden />
							</Button>
						</Dialog.Close>
					</div>
					<FacetRail {...rail} ref={ref} className="min-h-0 flex-1" />
					<div className="border-t border-line p-3 pb-[calc(12px+env(safe-area-inset-bottom))]">
						<Button kind="primary" onClick={onClose} className="w-full justify-center">
							Show {totalWords(total, false)}
						</Button>
					</div>
				</Dialog.Content>
			</Dialog.Portal>
		</Dialog.Root>
	);
}
