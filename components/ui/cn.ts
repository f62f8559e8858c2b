import { type ClassValue, clsx } from 'clsx';
import { extendTailwindMerge } from 'tailwind-merge';

/** Our own type scale, so that a size never wins over a colour of the same prefix. */
const merge = extendTailwindMerge({ extend: { classGroups: { 'font-size': [{ text: ['11', '12', '13', '15', '20'] }] } } });

/** Joins class names; of two that set the same thing the later wins. */
export function cn(...classes: ClassValue[]): string {
	return merge(clsx(classes));
}
