import 'server-only';
import { AppError } from '../../errors';
import { coordinatorRequest, type RevokeTarget } from './command';

const ANSWER_MS_MAX = 15_000;

/** Has the coordinator revoke. @throws AppError conflict when it is revoked already, unavailable when that cannot be told */
export async function revokeThrough(url: string, token: string, zoneId: string, target: RevokeTarget): Promise<void> {
	const { method, path } = coordinatorRequest(zoneId, target);
	let response: Response;
	try {
		response = await fetch(`${url.replace(/\/+$/, '')}${path}`, {
			method,
			headers: { authorization: `Bearer ${token}` },
			signal: AbortSignal.timeout(ANSWER_MS_MAX),
			redirect: 'error',
		});
	} catch (error) {
		throw new AppError(
			'unavailable',
			'The coordinator did not answer, so it may or may not have been revoked.',
			'Look at the revocations in a moment, then try again.',
			{ cause: error },
		);
	}
	if (response.ok) return;
	if (response.status === 404)
		throw new AppError(
			'conflict',
			'The coordinator knows no such live delegation or session.',
			'It may be revoked already: look at the revocations.',
		);
	throw new AppError(
		'unavailable',
		`The coordinator refused with status ${response.status}.`,
		response.status === 401 || response.status === 403
			? 'Ask an administrator to check COORDINATOR_TOKEN.'
			: 'Try again, or run the command.',
	);
}
