import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import postgres from 'postgres';
import { openSql } from '../../db/client';
import { copyIn } from '../../db/ledger/copy-in';

const HEADER = Buffer.concat([Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1'), Buffer.alloc(8)]);
const TRAILER = Buffer.from([0xff, 0xff]);

/** Where a row of binary COPY data that begins at `at` ends, or -1 when not all of it is there. Format: Postgres manual, COPY. */
function rowEnd(bytes: Buffer, at: number): number {
	if (at + 2 > bytes.length) return -1;
	const columns = bytes.readInt16BE(at);
	let end = at + 2;
	for (let i = 0; i < columns; i++) {
		if (end + 4 > bytes.length) return -1;
		end += 4 + Math.max(0, bytes.readInt32BE(end));
	}
	return end > bytes.length ? -1 : end;
}

/** The rows of one partition in a file, in the order they were written, and how many bytes and rows each batch has. */
interface Dump {
	readonly table: string;
	readonly file: string;
	readonly batches: { readonly bytes: number; readonly rows: number }[];
}

/** Each on a connection of its own: postgres.js does not free one after a COPY out. */
async function dump(url: string, table: string, folder: string, batchSize: number): Promise<Dump> {
	const sql = postgres(url, { max: 1, onnotice: () => {} });
	const stream: Readable = await sql.unsafe(`copy ${table} to stdout (format binary)`).readable();
	const file = join(folder, `${table}.rows`);
	const out = openSync(file, 'w');
	const batches: { bytes: number; rows: number }[] = [];
	let open = { bytes: 0, rows: 0 };
	let rest = Buffer.alloc(0);
	let started = false;
	for await (const chunk of stream) {
		rest = Buffer.concat([rest, chunk as Buffer]);
		let at = 0;
		if (!started) {
			if (rest.length < 19) continue;
			at = 19 + rest.readInt32BE(15);
			started = true;
		}
		for (let end = rowEnd(rest, at); end > at + 2; end = rowEnd(rest, at)) {
			writeSync(out, rest, at, end - at);
			open.bytes += end - at;
			open.rows++;
			at = end;
			if (open.rows < batchSize) continue;
			batches.push(open);
			open = { bytes: 0, rows: 0 };
		}
		rest = rest.subarray(at);
	}
	if (open.rows > 0) batches.push(open);
	closeSync(out);
	await sql.end({ timeout: 1 });
	return { table, file, batches };
}

class Frames {
	private readonly fd: number;
	private next = 0;

	constructor(private readonly dump: Dump) {
		this.fd = openSync(dump.file, 'r');
	}

	/** The next batch as a COPY stream, or null at the end. */
	read(): { readonly chunks: Buffer[]; readonly rows: number } | null {
		const batch = this.dump.batches[this.next++];
		if (batch === undefined) return null;
		const rows = Buffer.allocUnsafe(batch.bytes);
		readSync(this.fd, rows, 0, batch.bytes, null);
		return { chunks: [HEADER, rows, TRAILER], rows: batch.rows };
	}

	close(): void {
		closeSync(this.fd);
	}
}

/**
 * Copies every row a worker has written, computed beforehand, into the empty tables of another database: same shape, same
 * indexes, same batch size, one connection, one transaction a batch, straight into the months like the worker.
 * @param folder for the rows in the meantime
 * @returns rows per second
 */
export async function rawCopy(fromUrl: string, toUrl: string, batchSize: number, folder: string): Promise<number> {
	const source = postgres(fromUrl, { max: 1, onnotice: () => {} });
	const months = await source<{ ledger: string }[]>`select tableoid::regclass::text as ledger from ledger_events group by 1 order by 1`;
	await source.end();
	const pairs: [Dump, Dump][] = [];
	for (const { ledger } of months)
		pairs.push([
			await dump(fromUrl, ledger, folder, batchSize),
			await dump(fromUrl, ledger.replace('ledger_events', 'search_events'), folder, batchSize),
		]);

	const target = openSql(toUrl, { role: 'console_worker', connectionsMax: 1, applicationName: 'bench-raw-copy' });
	let rows = 0;
	const startedMs = performance.now();
	for (const [ledger, search] of pairs) {
		const [ledgerFrames, searchFrames] = [new Frames(ledger), new Frames(search)];
		for (let events = ledgerFrames.read(); events !== null; events = ledgerFrames.read()) {
			const { chunks } = events;
			const projection = searchFrames.read();
			if (projection?.rows !== events.rows) throw new Error('ledger and projection differ in their rows');
			await target.begin(async (tx) => {
				await copyIn(tx, `copy ${ledger.table} from stdin (format binary)`, chunks);
				await copyIn(tx, `copy ${search.table} from stdin (format binary)`, projection.chunks);
			});
			rows += events.rows;
		}
		ledgerFrames.close();
		searchFrames.close();
	}
	const seconds = (performance.now() - startedMs) / 1000;
	await target.end();
	return rows / seconds;
}
