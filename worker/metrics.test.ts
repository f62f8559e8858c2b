import { expect, test } from 'vitest';
import { prometheusText, type Sample } from './metrics';

const lag = (value: number | null, zone: string): Sample => ({
	name: 'lag',
	type: 'gauge',
	help: 'How far\nbehind',
	value,
	labels: { zone },
});

test('figures of one name stand together, labels are escaped, and what is not known is left out', () => {
	const total: Sample = { name: 'inserts_total', type: 'counter', help: 'Events', value: 12 };
	expect(prometheusText([lag(1, 'a"b\\\n'), total, lag(2.5, 'c'), lag(null, 'd')])).toBe(
		'# HELP lag How far behind\n# TYPE lag gauge\nlag{zone="a\\"b\\\\\\n"} 1\nlag{zone="c"} 2.5\n# HELP inserts_total Events\n# TYPE inserts_total counter\ninserts_total 12\n',
	);
});
