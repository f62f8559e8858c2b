import { sql } from 'drizzle-orm';
import { type Reader, rowsOf } from './reader';

/** Suffixes tried for a name that is taken. */
const SUFFIX_MAX = 1000;
const NAME_BYTES_MAX = 200;

/** Who an identity provider says somebody is. */
export interface Subject {
	readonly issuer: string;
	readonly subject: string;
}

async function findSubject(reader: Reader, { issuer, subject }: Subject): Promise<number | null> {
	const [row] = await rowsOf<{ user_id: number }>(
		reader,
		sql`select user_id from console_users where issuer = ${issuer} and subject = ${subject}`,
	);
	return row?.user_id ?? null;
}

/** `name`, or `name (2)` and so on, within the length a name may have. */
function suffixed(name: string, number: number): string {
	const suffix = number === 1 ? '' : ` (${number})`;
	let kept = name;
	while (Buffer.byteLength(kept + suffix) > NAME_BYTES_MAX) kept = [...kept].slice(0, -1).join('');
	return kept + suffix;
}

/**
 * The account of somebody an identity provider knows; made at the first sign-in. It keeps its name from then on. One whose name
 * another account has gets a number behind it: names tell people apart, issuer and subject tell accounts apart.
 */
export async function ensureOidcUser(reader: Reader, who: Subject, name: string): Promise<{ userId: number; isNew: boolean }> {
	for (let number = 1; number <= SUFFIX_MAX; number++) {
		const userId = await findSubject(reader, who);
		if (userId !== null) return { userId, isNew: false };
		// no conflict target: the name or the subject may have come from another sign-in since; the next turn finds out which
		const [made] = await rowsOf<{ user_id: number }>(
			reader,
			sql`insert into console_users (name, issuer, subject) values (${suffixed(name, number)}, ${who.issuer}, ${who.subject})
				on conflict do nothing returning user_id`,
		);
		if (made !== undefined) return { userId: made.user_id, isNew: true };
	}
	throw new Error(`${SUFFIX_MAX} accounts have this name already`);
}
