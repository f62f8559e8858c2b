import 'server-only';
import { shellWord } from '../../evidence/shell-word';

export interface RevokeTarget {
	readonly kind: 'edge' | 'session';
	readonly id: string;
}

/** The coordinator's request that revokes a delegation or terminates a session (wire reference 4.3). */
export function coordinatorRequest(zoneId: string, { kind, id }: RevokeTarget): { readonly method: string; readonly path: string } {
	const zone = encodeURIComponent(zoneId);
	return kind === 'edge'
		? { method: 'PATCH', path: `/zones/${zone}/delegations/${encodeURIComponent(id)}/revoke` }
		: { method: 'DELETE', path: `/zones/${zone}/agents/${encodeURIComponent(id)}` };
}

/** The command that does it, to be run where the coordinator's address and token are known. */
export function revokeCommand(zoneId: string, target: RevokeTarget): string {
	const { method, path } = coordinatorRequest(zoneId, target);
	return `curl --fail-with-body -X ${method} -H "Authorization: Bearer $CARACAL_COORDINATOR_TOKEN" "$COORDINATOR_URL"${shellWord(path)}`;
}

/** What has to be typed before it is done. */
export const confirmationOf = ({ kind, id }: RevokeTarget) => `revoke ${kind === 'edge' ? 'delegation' : 'session'} ${id}`;
