import { expect, test } from 'vitest';
import type { ConsoleStatus, Gap } from '@/lib/api/status';
import { gapNotices } from './gap-notices';

const NOW = '2026-11-21T12:00:00.000000Z';
const gap = (reason: Gap['reason'], from: string, to: string | null, zone: string | null = null): Gap => ({
	...{ reason, zone, said: reason },
	from: `2026-11-21T${from}.000000Z`,
	to: to === null ? null : `2026-11-21T${to}.000000Z`,
});
const GAPS = [
	gap('dead_letters', '02:10:00', '02:14:00'),
	gap('trimmed', '02:12:03', '02:12:09'),
	gap('missing_events', '05:00:00', '05:00:00', 'a'),
	gap('lag', '11:58:00', null),
];
const status = (gaps: readonly Gap[] | null) => ({ now: NOW, gaps }) as ConsoleStatus;
const at = (clock: string) => Date.parse(`2026-11-21T${clock}Z`);
const told = (gaps: readonly Gap[] | null, from: string | null, to: string | null, zones: string[] = []) =>
	gapNotices(status(gaps), { from: from === null ? null : at(from), to: to === null ? null : at(to), zones }, 'UTC').map(
		({ title, detail }) => `${title} ${detail}`,
	);

test('what touches the window is told, worst first, with its times', () => {
	expect(told(GAPS, '02:00:00', '03:00:00')).toEqual([
		'Evidence may be incomplete 02:12:03 to 02:12:09 UTC, because trimmed.',
		'Evidence may be incomplete 02:10 to 02:14 UTC, because dead letters.'.replace('dead letters', 'dead_letters'),
	]);
	expect(told(GAPS, '11:00:00', '12:00:00')).toEqual(['Evidence may be incomplete since 11:58 UTC, because lag.']);
	expect(told(GAPS, '06:00:00', '07:00:00')).toEqual([]);
});

test('what is of one zone is told of that one; what is of none, of all', () => {
	expect(told(GAPS, '04:00:00', '06:00:00', ['a'])).toEqual(['Evidence may be incomplete at 05:00:00 UTC, because missing_events.']);
	expect(told(GAPS, '04:00:00', '06:00:00', ['b'])).toEqual([]);
	expect(told(GAPS, '02:00:00', '03:00:00', ['b'])).toHaveLength(2);
});

test('many are not all told, and that is told; what cannot be read is not nothing', () => {
	expect(told(GAPS, null, null).at(-1)).toMatch(/^1 more stretch in this window/);
	expect(told(null, null, null)[0]).toMatch(/^Whether evidence is missing cannot be told now/);
	expect(told([gap('quiet', '11:00:00', null)], '11:30:00', null)).toHaveLength(1);
});
