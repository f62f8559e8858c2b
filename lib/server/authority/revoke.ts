import 'server-only';
import type { RevokeAnswer } from '../../api/authority';
import { idOf } from '../../authority/bounds';
import { AppError } from '../../errors';
import type { ConsoleDetails } from '../../events/console';
import { redactText } from '../../evidence/redact';
import type { Context } from '../access';
import { webEnv } from '../env';
import { record } from '../record';
import { confirmationOf, type RevokeTarget, revokeCommand } from './command';
import { revokeThrough } from './coordinator';
import { impactOf } from './impact';

interface RevokeBody {
	readonly kind: 'edge' | 'session';
	readonly id: string;
	readonly fingerprint: string;
	readonly confirmation: string;
	readonly reason: string;
}

/**
 * Revokes what a preview showed, or gives the command for it where no coordinator is configured. Recorded before it is asked for, so
 * that what cannot be recorded does not happen, and again when it failed.
 * @throws AppError conflict when something else would fall by now; invalid_input, forbidden, unavailable
 */
export async function revokeAuthority({ ctx, zoneId, body }: { ctx: Context; zoneId: string; body: RevokeBody }): Promise<RevokeAnswer> {
	ctx.require('authority.revoke');
	const target: RevokeTarget = { kind: body.kind, id: idOf(body.id) };
	// no path of the coordinator can name these: they would name another one
	if ([zoneId, target.id].some((part) => part === '.' || part === '..'))
		throw new AppError('invalid_input', 'Nothing that can be revoked has such an ID.', 'Take the ID from the graph.');
	if (body.confirmation !== confirmationOf(target))
		throw new AppError('invalid_input', 'The confirmation is not what has to be typed.', `Type: ${confirmationOf(target)}`);
	const query = { edge: target.kind === 'edge' ? [target.id] : [], session: target.kind === 'session' ? [target.id] : [], record: [] };
	const { blast } = await impactOf({ ctx, zoneId, query });
	if (blast.fingerprint !== body.fingerprint)
		throw new AppError('conflict', 'Something else would fall by now than the preview showed.', 'Look at the preview again, then decide.');
	const { COORDINATOR_URL: url, COORDINATOR_TOKEN: token } = webEnv();
	const told = async (outcome: ConsoleDetails['console.authority_revoked']['outcome']) =>
		record(ctx, {
			action: 'console.authority_revoked',
			zoneId,
			details: {
				...{ target_kind: target.kind, target_id: redactText(target.id), fingerprint: blast.fingerprint, outcome },
				...{ delegations_falling: blast.edges, sessions_falling: blast.sessions, stated_reason: redactText(body.reason) },
			},
		});
	const command = revokeCommand(zoneId, target);
	if (url === undefined || token === undefined) {
		await told('command');
		return { outcome: 'command', command, recorded: true };
	}
	await told('revoked');
	try {
		await revokeThrough(url, token, zoneId, target);
	} catch (error) {
		await told('failed');
		throw error;
	}
	return { outcome: 'revoked', command, recorded: true };
}
