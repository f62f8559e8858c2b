/** Keys of the browser's storage in which the reader's own choices are kept; public/theme.js reads them before the first paint. */
export const THEME_KEY = 'caracal.theme';
export const DENSITY_KEY = 'caracal.density';

export type Theme = 'system' | 'dark' | 'light';
export type Density = 'dense' | 'comfortable';
