// The tail's endpoint as a process of its own, which tests may kill: prints its port, then serves until it is ended.
import 'next/dist/server/node-environment-baseline.js';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { front } from '../http/front';
import { closeTailHub, tailHub } from '../tail/hub';
import { openStreams } from '../tail/limits';
import { routeServer } from './route-server';

// what is freed is asked by tests
const freed = () => JSON.stringify({ streams: openStreams(), viewers: tailHub().viewers.size });
const server = await routeServer({ '/v1/tail': 'v1/tail/route.ts' }, { '/streams': freed }, front);
await once(server.listen(Number(process.argv[2] ?? 0), '127.0.0.1'), 'listening');
process.stdout.write(`port ${(server.address() as AddressInfo).port}\n`);
process.once('SIGTERM', () => {
	void closeTailHub().then(() => process.exit(0));
});
