const BROWSERS: readonly (readonly [RegExp, string])[] = [
	[/\bEdg(?:e|A|iOS)?\/(\d+)/, 'Edge'],
	[/\bOPR\/(\d+)/, 'Opera'],
	[/\bSamsungBrowser\/(\d+)/, 'Samsung Internet'],
	[/\b(?:Firefox|FxiOS)\/(\d+)/, 'Firefox'],
	[/\b(?:HeadlessChrome|Chrome|CriOS|Chromium)\/(\d+)/, 'Chrome'],
	[/\bVersion\/(\d+)[.\d]* (?:Mobile\/\S+ )?Safari\//, 'Safari'],
];

const SYSTEMS: readonly (readonly [RegExp, string])[] = [
	[/\biPhone\b/, 'iPhone'],
	[/\biPad\b/, 'iPad'],
	[/\bAndroid\b/, 'Android'],
	[/\bWindows\b/, 'Windows'],
	[/\bMac OS X\b/, 'macOS'],
	[/\bCrOS\b/, 'ChromeOS'],
	[/\bLinux\b/, 'Linux'],
];

/** `Firefox 133 on Linux`: what a browser says of itself, short. What is not known stands as it came, cut. */
export function browserWords(userAgent: string): string {
	if (userAgent === '') return 'unknown browser';
	const browser = BROWSERS.find(([pattern]) => pattern.test(userAgent));
	const system = SYSTEMS.find(([pattern]) => pattern.test(userAgent));
	if (browser === undefined) return userAgent.length > 60 ? `${userAgent.slice(0, 59)}…` : userAgent;
	const version = browser[0].exec(userAgent)?.[1] ?? '';
	return `${browser[1]} ${version}${system === undefined ? '' : ` on ${system[1]}`}`;
}
