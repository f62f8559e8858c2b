import { expect, test } from 'vitest';
import { covers } from './covers';
import type { Membership, Role } from './roles';

const of = (role: Role, zoneId: string | null = null): Membership => ({ role, zoneId });

test.each([
	['the same', [of('viewer', 'a')], of('viewer', 'a'), true],
	['less in one zone', [of('admin')], of('operator', 'a'), true],
	['a higher role', [of('viewer', 'a')], of('investigator', 'a'), false],
	['another zone', [of('admin', 'a')], of('viewer', 'b'), false],
	['every zone from one', [of('admin', 'a')], of('viewer'), false],
	['a mixture of two', [of('viewer'), of('admin', 'a')], of('admin', 'b'), false],
	['nothing held', [], of('viewer', 'a'), false],
])('%s', (_, held, wanted, expected) => {
	expect(covers(held, wanted)).toBe(expected);
});
