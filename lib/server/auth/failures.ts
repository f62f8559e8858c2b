import 'server-only';
import { RateLimited } from '../http/rate-limit';
import { FailureLimit } from './rate-limit';

/** Wrong passwords allowed for a name within 15 minutes, from however many addresses. */
const PER_NAME_MAX = 10;
/** Wrong passwords allowed from an address within 15 minutes: an office may stand behind one. */
const PER_ADDRESS_MAX = 100;

interface Limits {
	readonly names: FailureLimit;
	readonly addresses: FailureLimit;
}
const holder = globalThis as typeof globalThis & { caracalSignInFailures?: Limits };

function limits(): Limits {
	holder.caracalSignInFailures ??= { names: new FailureLimit(PER_NAME_MAX), addresses: new FailureLimit(PER_ADDRESS_MAX) };
	return holder.caracalSignInFailures;
}

/** A password was refused unseen because too many were wrong before. */
export class TooManyFailures extends RateLimited {
	constructor(
		retryAfterSeconds: number,
		/** Whether it is the first refusal since: one is worth recording, a flood of them is not. */
		readonly isFirst: boolean,
	) {
		super(retryAfterSeconds, 'Too many wrong passwords.');
	}
}

/**
 * Begins an attempt at a password; it counts as wrong until `succeeded` is called.
 * @throws TooManyFailures
 */
export function beginAttempt(name: string, address: string | null, nowMs: number = Date.now()): { succeeded(): void } {
	const { names, addresses } = limits();
	// the address first: one that has used up its attempts cannot use up those of names
	const asked = [...(address === null ? [] : [{ limit: addresses, key: address }]), { limit: names, key: name }];
	for (const { limit, key } of asked) {
		const answer = limit.begin(key, nowMs);
		if (answer !== 'allowed') throw new TooManyFailures(limit.waitSeconds(key, nowMs), answer === 'blocked_first');
	}
	return {
		succeeded() {
			names.clear(name);
			if (address !== null) addresses.takeBack(address);
		},
	};
}
