import type { Readable } from 'node:stream';
import postgres from 'postgres';
import { openSql } from '../../db/client';
import { copyIn } from '../../db/ledger/copy-in';

/** Rows copied at most: enough for a steady rate, few enough to lie in memory beforehand. */
const ROWS_MAX = 200_000;

const HEADER = Buffer.concat([Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1'), Buffer.alloc(8)]);
const TRAILER = Buffer.from([0xff, 0xff]);

/** Splits binary COPY data into its rows. Format: Postgres manual, COPY, "Binary Format". */
async function binaryRows(stream: Readable): Promise<Buffer[]> {
	const chunks: Buffer[] = [];
	for await (const chunk of stream) chunks.push(chunk as Buffer);
	const bytes = Buffer.concat(chunks);
	const rows: Buffer[] = [];
	for (let at = 19 + bytes.readInt32BE(15); bytes.readInt16BE(at) >= 0; ) {
		const start = at;
		const fields = bytes.readInt16BE(at);
		at += 2;
		for (let i = 0; i < fields; i++) at += 4 + Math.max(0, bytes.readInt32BE(at));
		rows.push(bytes.subarray(start, at));
	}
	return rows;
}

/** Each on a connection of its own: postgres.js does not free one after a COPY out. */
async function rowsOf(url: string, query: string): Promise<Buffer[]> {
	const sql = postgres(url, { max: 1, onnotice: () => {} });
	const rows = await binaryRows(await sql.unsafe(`copy (${query}) to stdout (format binary)`).readable());
	await sql.end({ timeout: 1 });
	return rows;
}

interface Batch {
	readonly ledger: Buffer[];
	readonly search: Buffer[];
	readonly rows: number;
}

function batches(ledger: readonly Buffer[], search: readonly Buffer[], size: number): Batch[] {
	const out: Batch[] = [];
	const framed = (rows: readonly Buffer[], i: number) => [HEADER, Buffer.concat(rows.slice(i, i + size)), TRAILER];
	for (let i = 0; i < ledger.length; i += size)
		out.push({ ledger: framed(ledger, i), search: framed(search, i), rows: Math.min(size, ledger.length - i) });
	return out;
}

/**
 * Copies the rows a worker has written, computed beforehand, into the empty tables of another database: same shape, same
 * indexes, same batch size, one connection, one transaction a batch.
 * @returns rows per second
 */
export async function rawCopy(fromUrl: string, toUrl: string, batchSize: number): Promise<number> {
	const order = 'segment_no, segment_index';
	const ledger = await rowsOf(fromUrl, `select * from ledger_events order by ${order} limit ${ROWS_MAX}`);
	const search = await rowsOf(
		fromUrl,
		`select s.* from search_events s join ledger_events e using (zone_no, chain_seq, occurred_at) order by e.segment_no, e.segment_index limit ${ROWS_MAX}`,
	);
	const prepared = batches(ledger, search, batchSize);

	const target = openSql(toUrl, { role: 'console_worker', connectionsMax: 1, applicationName: 'bench-raw-copy' });
	const startedMs = performance.now();
	for (const batch of prepared) {
		await target.begin(async (tx) => {
			await copyIn(tx, 'copy ledger_events from stdin (format binary)', batch.ledger);
			await copyIn(tx, 'copy search_events from stdin (format binary)', batch.search);
		});
	}
	const seconds = (performance.now() - startedMs) / 1000;
	await target.end();
	return ledger.length / seconds;
}
