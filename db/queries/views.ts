import { type SQL, sql } from 'drizzle-orm';
import { epochMicros } from '../epoch';
import { type Reader, rowsOf, texts } from './reader';

/** A saved search and the reader's own marks on it. */
export interface ViewRow {
	readonly viewId: number;
	readonly ownerUserId: number;
	readonly ownerName: string;
	/** Null: its owner's alone. */
	readonly zoneId: string | null;
	readonly name: string;
	readonly address: string;
	readonly starred: boolean;
	readonly isDefault: boolean;
	readonly createdAt: bigint;
	readonly updatedAt: bigint;
}

/** Whose views: those of an account and those shared in zones. */
export interface ViewReader {
	/** Null for whoever has no account. */
	readonly userId: number | null;
	/** Null for every zone. */
	readonly zoneIds: readonly string[] | null;
}

interface RawView extends Record<string, unknown> {
	view_id: number;
	owner_user_id: number;
	owner_name: string;
	zone_id: string | null;
	name: string;
	address: string;
	starred: boolean;
	is_default: boolean;
	created_at: string;
	updated_at: string;
}

function viewRow(row: RawView): ViewRow {
	return {
		viewId: row.view_id,
		ownerUserId: row.owner_user_id,
		ownerName: row.owner_name,
		zoneId: row.zone_id,
		name: row.name,
		address: row.address,
		starred: row.starred,
		isDefault: row.is_default,
		createdAt: BigInt(row.created_at),
		updatedAt: BigInt(row.updated_at),
	};
}

function visible({ userId, zoneIds }: ViewReader): SQL {
	const shared = zoneIds === null ? sql`v.zone_id is not null` : sql`v.zone_id = any(${texts(zoneIds)})`;
	return sql`(v.owner_user_id = ${userId}::integer or ${shared})`;
}

function views(reader: ViewReader, rest: SQL): SQL {
	return sql`select v.view_id, v.owner_user_id, u.name as owner_name, v.zone_id, v.name, v.address,
			coalesce(m.starred, false) as starred, coalesce(m.is_default, false) as is_default,
			${epochMicros(sql`v.created_at`)} as created_at, ${epochMicros(sql`v.updated_at`)} as updated_at
		from saved_views v join console_users u on u.user_id = v.owner_user_id
		left join saved_view_marks m on m.view_id = v.view_id and m.user_id = ${reader.userId}::integer
		where ${visible(reader)} ${rest}`;
}

/** The views somebody sees: starred ones first, then by name. */
export async function listViews(db: Reader, reader: ViewReader, limit: number): Promise<ViewRow[]> {
	const order = sql`order by starred desc, lower(v.name), v.view_id limit ${limit}::integer`;
	return (await rowsOf<RawView>(db, views(reader, order))).map(viewRow);
}

/** One view, or null when it is not there or not theirs to see. */
export async function findView(db: Reader, reader: ViewReader, viewId: number): Promise<ViewRow | null> {
	const [row] = await rowsOf<RawView>(db, views(reader, sql`and v.view_id = ${viewId}::integer`));
	return row === undefined ? null : viewRow(row);
}

/** How many views an account has saved. Its row is locked, so that two requests cannot both be the last one allowed. */
export async function countOwnViews(transaction: Reader, userId: number): Promise<number> {
	await transaction.execute(sql`select from console_users where user_id = ${userId}::integer for update`);
	const [row] = await rowsOf<{ views: number }>(
		transaction,
		sql`select count(*)::integer as views from saved_views where owner_user_id = ${userId}::integer`,
	);
	return row?.views ?? 0;
}

export interface NewViewRow {
	readonly ownerUserId: number;
	readonly zoneId: string | null;
	readonly name: string;
	readonly address: string;
}

/** @returns the number of the view */
export async function insertView(db: Reader, view: NewViewRow): Promise<number> {
	const [row] = await rowsOf<{ view_id: number }>(
		db,
		sql`insert into saved_views (owner_user_id, zone_id, name, address)
			values (${view.ownerUserId}::integer, ${view.zoneId}, ${view.name}, ${view.address}) returning view_id`,
	);
	if (row === undefined) throw new Error('a view was not stored');
	return row.view_id;
}

/** What is undefined stays as it is. */
export interface ViewContent {
	readonly name?: string | undefined;
	readonly address?: string | undefined;
	readonly zoneId?: string | null | undefined;
}

export async function updateView(db: Reader, viewId: number, content: ViewContent): Promise<void> {
	const changes = [
		content.name === undefined ? null : sql`name = ${content.name}`,
		content.address === undefined ? null : sql`address = ${content.address}`,
		content.zoneId === undefined ? null : sql`zone_id = ${content.zoneId}`,
	].filter((change) => change !== null);
	if (changes.length === 0) return;
	await db.execute(
		sql`update saved_views set ${sql.join([...changes, sql`updated_at = now()`], sql`, `)} where view_id = ${viewId}::integer`,
	);
}

export async function deleteView(db: Reader, viewId: number): Promise<void> {
	await db.execute(sql`delete from saved_views where view_id = ${viewId}::integer`);
}

/** What is undefined stays as it is. */
export interface ViewMarks {
	readonly starred?: boolean | undefined;
	readonly isDefault?: boolean | undefined;
}

/** Sets what an account says of a view for itself. Another default of the account ceases to be one. */
export async function markView(transaction: Reader, userId: number, viewId: number, { starred, isDefault }: ViewMarks): Promise<void> {
	if (starred === undefined && isDefault === undefined) return;
	if (isDefault === true) {
		// two requests of one account would else both find no default
		await transaction.execute(sql`select from console_users where user_id = ${userId}::integer for update`);
		await transaction.execute(sql`update saved_view_marks set is_default = false where user_id = ${userId}::integer and is_default`);
	}
	await transaction.execute(
		sql`insert into saved_view_marks as m (user_id, view_id, starred, is_default)
			values (${userId}::integer, ${viewId}::integer, ${starred ?? false}, ${isDefault ?? false})
			on conflict (user_id, view_id) do update set
				starred = coalesce(${starred ?? null}::boolean, m.starred), is_default = coalesce(${isDefault ?? null}::boolean, m.is_default)`,
	);
}
