'use client';

import { Bookmark } from 'lucide-react';
import type { ComponentProps } from 'react';
import { Button } from '@/components/ui/button';

export function ViewsButton(props: ComponentProps<'button'>) {
	return (
		<Button title="Saved views" aria-label="Views" {...props}>
			<Bookmark size={13} aria-hidden /> <span className="max-lg:sr-only">Views</span>
		</Button>
	);
}
