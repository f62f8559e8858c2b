'use client';

import { LayoutGrid } from 'lucide-react';
import type { ComponentProps } from 'react';
import { Button } from '@/components/ui/button';

export function LayoutButton(props: ComponentProps<'button'>) {
	return (
		<Button size="bar" aria-label="Figures" title="Choose and order the figures (l)" data-layout {...props}>
			<LayoutGrid size={14} aria-hidden />
			<span className="max-sm:hidden">Figures</span>
		</Button>
	);
}
