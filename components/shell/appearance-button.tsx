'use client';

import { SunMoon } from 'lucide-react';
import type { ComponentProps } from 'react';
import { Button } from '@/components/ui/button';

export function AppearanceButton(props: ComponentProps<'button'>) {
	return (
		<Button kind="quiet" size="icon" aria-label="Appearance" title="Appearance" className="hidden sm:inline-flex" {...props}>
			<SunMoon size={15} aria-hidden />
		</Button>
	);
}
