import { field, objectOf, textAt } from '../../lib/events/read-json';
import { visible } from '../../lib/events/visible';
import type { JsonValue } from '../../lib/json';
import { safeJson } from '../json/safe';
import { CONSOLE_FLAGS, type Command, JSON_FLAG } from './command';

function membershipLine(value: JsonValue): string {
	const membership = objectOf(value);
	const zone = textAt(membership, 'zone_id');
	return `- ${visible(textAt(membership, 'role'))} in ${zone === '' ? 'every zone' : visible(zone)}`;
}

/** Who the console takes the caller for, line by line. */
export function whoamiText(base: string, answer: JsonValue): string {
	const who = objectOf(answer);
	const memberships = field(who, 'memberships');
	const roles = Array.isArray(memberships) ? memberships.map(membershipLine) : [];
	const lines = [
		`Console: ${base}`,
		`${textAt(who, 'kind') === 'user' ? 'Account' : 'Token'}: ${visible(textAt(who, 'name'))}`,
		'Roles:',
		...(roles.length === 0 ? ['- none'] : roles),
		`Expires: ${visible(textAt(who, 'expires_at')) || 'never'}`,
	];
	return `${lines.join('\n')}\n`;
}

export const whoami: Command = {
	name: ['whoami'],
	summary: 'whom the console takes you for, and what you may do',
	argumentsMin: 0,
	argumentsMax: 0,
	flags: { ...JSON_FLAG, ...CONSOLE_FLAGS },
	details: '',
	async run({ api, output }, flags) {
		const answer = await api.get('/v1/whoami');
		await output.write(flags.has('json') ? `${safeJson(answer, 2)}\n` : whoamiText(api.base, answer));
	},
};
