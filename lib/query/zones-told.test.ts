import { expect, test } from 'vitest';
import { withoutOtherZones } from './zones-told';

test.each([
	['decision:deny zone:zn_a', 'decision:deny zone:zn_a'],
	['zone:zn_b', 'zone:"another zone"'],
	['zone:zn_a,zn_b,"zn c" OR -(zone-id:"zn_b" x)', 'zone:zn_a,"another zone","another zone" OR -(zone-id:"another zone" x)'],
	['zone:zn_* -zone:prod-*', 'zone:zn_* -zone:"another zone"'],
	['meta.zone:zn_b zn_b', 'meta.zone:zn_b zn_b'],
	['zone:* zone:', 'zone:* zone:'],
	['', ''],
])('%s is told as %s', (text, told) => {
	expect(withoutOtherZones(text, 'zn_a')).toBe(told);
});
