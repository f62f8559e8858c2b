'use client';

import { Menu, MenuContent, MenuTrigger } from '@/components/ui/menu';
import { AppearanceButton } from './appearance-button';
import { AppearanceItems } from './appearance-items';

/** Theme and density, open from the start. */
export default function AppearancePopup() {
	return (
		<Menu defaultOpen>
			<MenuTrigger asChild>
				<AppearanceButton />
			</MenuTrigger>
			<MenuContent align="end">
				<AppearanceItems />
			</MenuContent>
		</Menu>
	);
}
