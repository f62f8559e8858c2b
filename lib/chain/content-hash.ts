import type { AuditEvent } from '../events/contract';
import { EventPreimage } from './preimage';

const preimage = new EventPreimage();

/** The content hash of an event as Caracal computes it (wire reference 3.5, step 5): 32 bytes. */
export function contentSha256(event: AuditEvent): Buffer {
	preimage.setEvent(event);
	return Buffer.from(preimage.sha256('binary'), 'binary');
}
