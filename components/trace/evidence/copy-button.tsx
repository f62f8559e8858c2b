'use client';

import { ChevronDown, FileText } from 'lucide-react';
import type { ComponentProps } from 'react';
import { Button } from '@/components/ui/button';

export function CopyEvidenceButton(props: ComponentProps<'button'>) {
	return (
		<Button {...props}>
			<FileText size={13} aria-hidden /> Copy as evidence <ChevronDown size={12} aria-hidden />
		</Button>
	);
}
