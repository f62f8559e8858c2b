const PLAIN = /^(-?)0*(\d*)(?:\.(\d*?)0*)?$/;

/** Compares plain decimals (no exponent) of any length exactly: negative, zero or positive as a sort wants it. */
export function compareDecimals(a: string, b: string): number {
	const [, signA = '', wholeA = '', partA = ''] = PLAIN.exec(a) ?? [];
	const [, signB = '', wholeB = '', partB = ''] = PLAIN.exec(b) ?? [];
	const isNegativeA = signA !== '' && wholeA + partA !== '';
	const isNegativeB = signB !== '' && wholeB + partB !== '';
	if (isNegativeA !== isNegativeB) return isNegativeA ? -1 : 1;
	return (isNegativeA ? -1 : 1) * compareSizes(wholeA, partA, wholeB, partB);
}

function compareSizes(wholeA: string, partA: string, wholeB: string, partB: string): number {
	if (wholeA.length !== wholeB.length) return wholeA.length - wholeB.length;
	const [a, b] = [`${wholeA}.${partA}`, `${wholeB}.${partB}`];
	return a < b ? -1 : a > b ? 1 : 0;
}
