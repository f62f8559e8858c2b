import 'server-only';
import { listRevocations as listed } from '../../../db/queries/authority/revocations';
import type { AuthorityRevocations } from '../../api/authority';
import { idOf } from '../../authority/bounds';
import { formatMicros, parseRfc3339Micros } from '../../time';
import type { Context } from '../access';
import { nowMicros } from '../clock';
import { zoneOf } from '../events/get';
import { invalidInput } from '../events/search-input';
import { readZones } from '../evidence';
import { masked } from './masked';
import { recordAuthorityOpened } from './recorded';

const CURSOR = /^(-?\d{1,16})\.(\d{1,16})$/;

interface RevocationsQuery {
	readonly limit: number;
	readonly before?: string | undefined;
	readonly kind?: string | undefined;
	readonly id?: string | undefined;
	readonly since?: string | undefined;
	readonly until?: string | undefined;
}

const instantOf = (text: string | undefined) => (text === undefined ? null : parseRfc3339Micros(text));

function cursorOf(text: string | undefined) {
	if (text === undefined) return null;
	const [, decidedAt, seq] = CURSOR.exec(Buffer.from(text, 'base64url').toString('latin1')) ?? [];
	if (decidedAt === undefined || seq === undefined) throw invalidInput('The parameter before');
	return { decidedAt, seq };
}

/** Every revocation of a zone, newest first. @throws AppError invalid_input, forbidden, not_found, unavailable */
export async function authorityRevocations({
	ctx,
	zoneId,
	query,
}: {
	ctx: Context;
	zoneId: string;
	query: RevocationsQuery;
}): Promise<AuthorityRevocations> {
	const zone = await zoneOf(ctx, zoneId);
	const filter = {
		...{ kind: query.kind ?? null, id: query.id === undefined ? null : idOf(query.id), rowsMax: query.limit + 1 },
		...{ since: instantOf(query.since), until: instantOf(query.until), before: cursorOf(query.before) },
	};
	const rows = await readZones([zone], (reader) => listed(reader, zone, filter), 'kept');
	const shown = rows.slice(0, query.limit);
	const last = shown.at(-1)?.revocation;
	await recordAuthorityOpened(ctx, zoneId, 'revocations', query.id ?? '', query);
	return {
		zone: zone.zoneId,
		now: formatMicros(nowMicros()),
		revocations: masked(
			shown.map(({ revocation, edges, sessions, violations, checkedAt }) => ({
				revocation,
				at: formatMicros(BigInt(revocation.decidedAt)),
				fallen: revocation.kind === 'delegation' ? { edges, sessions } : null,
				violations,
				checkedAt: checkedAt === null ? null : formatMicros(checkedAt),
			})),
		),
		older:
			rows.length > query.limit && last !== undefined ? Buffer.from(`${last.decidedAt}.${last.seq}`, 'latin1').toString('base64url') : null,
	};
}
