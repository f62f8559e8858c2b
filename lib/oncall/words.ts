import { groupDigits } from '../events/amounts';

const NBSP = '\u00a0';

/** A share of 1 in percent with at most one digit behind the point, without the sign: `42.7`, `8`. */
export function percent(share: number): string {
	const value = share * 100;
	return value.toFixed(value < 10 ? 1 : 0).replace(/\.0$/, '');
}

/** A share with its sign. */
export const percentWords = (share: number) => `${percent(share)}${NBSP}%`;

/** How often: `231/s`, `40/min`, `6/h`, in the unit in which it is a number people can see. */
export function rateWords(perMinute: number): string {
	if (perMinute >= 120) return `${amount(perMinute / 60)}/s`;
	return perMinute >= 1 ? `${amount(perMinute)}/min` : `${amount(perMinute * 60)}/h`;
}

/** A number with a digit behind the point where it is small; what is there is never told as nothing. */
export function amount(value: number): string {
	if (value > 0 && value < 0.05) return 'under 0.1';
	return value >= 10 || value === 0 ? groupDigits(Math.round(value)) : value.toFixed(1).replace(/\.0$/, '');
}
