import 'server-only';
import type { EpochMicros } from '../events/contract';

/** Now, by this process's clock. */
export function nowMicros(): EpochMicros {
	return BigInt(Date.now()) * 1000n;
}
