import 'server-only';
import { randomUUID } from 'node:crypto';
import { webEnv } from '../env';
import { record } from '../record';
import { FailureLimit } from './rate-limit';

/** Refusals recorded of one address within 15 minutes: anyone may send anything to the address the provider answers to. */
const RECORDED_MAX = 20;

const holder = globalThis as typeof globalThis & { caracalProviderRefusals?: FailureLimit };

/** Records that the identity provider did not vouch for somebody; who, nobody knows. */
export async function recordProviderRefusal(address: string): Promise<void> {
	holder.caracalProviderRefusals ??= new FailureLimit(RECORDED_MAX);
	if (holder.caracalProviderRefusals.begin(address, Date.now()) !== 'allowed') return;
	const { oidc } = webEnv();
	const details = { method: 'oidc', reason: 'provider_refused', ...(oidc === null ? {} : { issuer: oidc.issuer }) } as const;
	const actor = { kind: 'user', id: '', name: '' } as const;
	await record({ actor, requestId: randomUUID() }, { action: 'console.sign_in_failed', details });
}
