'use client';

import { MenuLabel, MenuRadioGroup, MenuRadioItem, MenuSeparator } from '@/components/ui/menu';
import { DENSITY_KEY, type Density, THEME_KEY, type Theme } from './preferences';
import { useStoredChoice } from './stored-choice';

const THEMES = ['system', 'dark', 'light'] as const satisfies readonly Theme[];
const DENSITIES = ['dense', 'comfortable'] as const satisfies readonly Density[];
const THEME_WORDS: Readonly<Record<Theme, string>> = { system: 'As the system', dark: 'Dark', light: 'Light' };
const DENSITY_WORDS: Readonly<Record<Density, string>> = { dense: 'Dense', comfortable: 'Comfortable' };

/** Theme and density as entries of a menu; both are remembered by this browser and set on <html>, as public/theme.js does before the first paint. */
export function AppearanceItems() {
	const [theme, chooseTheme] = useStoredChoice(THEME_KEY, THEMES, 'system');
	const [density, chooseDensity] = useStoredChoice(DENSITY_KEY, DENSITIES, 'dense');
	return (
		<>
			<MenuLabel>Theme</MenuLabel>
			<MenuRadioGroup
				value={theme}
				onValueChange={(value) => {
					chooseTheme(value as Theme);
					if (value === 'system') delete document.documentElement.dataset.theme;
					else document.documentElement.dataset.theme = value;
				}}
			>
				{THEMES.map((choice) => (
					<MenuRadioItem key={choice} value={choice}>
						{THEME_WORDS[choice]}
					</MenuRadioItem>
				))}
			</MenuRadioGroup>
			<MenuSeparator />
			<MenuLabel>Rows</MenuLabel>
			<MenuRadioGroup
				value={density}
				onValueChange={(value) => {
					chooseDensity(value as Density);
					if (value === 'comfortable') document.documentElement.dataset.density = value;
					else delete document.documentElement.dataset.density;
				}}
			>
				{DENSITIES.map((choice) => (
					<MenuRadioItem key={choice} value={choice}>
						{DENSITY_WORDS[choice]}
					</MenuRadioItem>
				))}
			</MenuRadioGroup>
		</>
	);
}
