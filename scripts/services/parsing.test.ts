import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packagesToAdd } from './debian';
import { nobodyAccount } from './postgres-place';
import { canReach } from './reach';

import { isRecent } from './redis-binaries';

test("what an installation would add is read from apt's simulation", () => {
	const simulation = `NOTE: This is only a simulation!
The following NEW packages will be installed:
  libjemalloc2 redis-server
Inst libjemalloc2 (5.3.0-1 Debian:12.1/oldstable [amd64])
Inst libssl3 [3.0.1-1] (3.0.2-1 Debian-Security:12/oldstable-security [amd64])
Inst redis-server (5:7.0.15-1~deb12u10 Debian-Security:12/oldstable-security [amd64])
Conf libjemalloc2 (5.3.0-1 Debian:12.1/oldstable [amd64])`;
	expect(packagesToAdd(simulation)).toEqual(['libjemalloc2', 'libssl3', 'redis-server']);
	expect(packagesToAdd('redis-server is already the newest version.')).toEqual([]);
});

test.each([
	['Redis server v=7.0.15 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64', true],
	['Redis server v=6.2.0 sha=00000000:0', true],
	['Valkey server v=8.1.1 sha=00000000:0', true],
	['Redis server v=6.0.16 sha=00000000:0', false],
	['Redis server v=5.0.14 sha=00000000:0', false],
	['something else', false],
])('%s: new enough is %s', (line, expected) => {
	expect(isRecent(line)).toBe(expected);
});

test('the account to run Postgres as comes from the passwd file', () => {
	expect(nobodyAccount('root:x:0:0:root:/root:/bin/bash\nnobody:x:65534:65533:nobody:/:/usr/sbin/nologin\n')).toEqual({
		uid: 65534,
		gid: 65533,
	});
	expect(() => nobodyAccount('root:x:0:0:root:/root:/bin/bash\n')).toThrow(/no user `nobody`/);
});

test('a folder that only its owner may enter hides what is below it from others', () => {
	const folder = mkdtempSync(join(tmpdir(), 'caracal-reach-'));
	try {
		const below = join(folder, 'below');
		mkdirSync(below, { mode: 0o755 });
		const owner = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
		expect(canReach(below, owner)).toBe(true);
		expect(canReach(below, { uid: 65534, gid: 65534 })).toBe(false);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
});
