import { createHash } from 'node:crypto';
import { AwsV4Signer } from 'aws4fetch';
import { type Listing, parseListing } from './s3-listing';
import type { ObjectLock, S3Place } from './s3-place';

const ANSWER_MS_MAX = 10_000;
const LISTING_BYTES_MAX = 8 * 1024 * 1024;
/** A note in Postgres is half of that at most. */
const OBJECT_BYTES_MAX = 1024 * 1024;

export interface S3Credentials {
	readonly accessKeyId: string;
	readonly secretAccessKey: string;
}

/** An object as it is kept. */
export interface KeptObject {
	readonly text: string;
	/** Under which lock, null when the storage names none. */
	readonly lockMode: string | null;
	/** Milliseconds since 1970, null when the storage names none. */
	readonly lockedUntilMs: number | null;
}

/** The body as text; what is longer is not read to its end. */
async function boundedText(answer: Response, bytesMax: number): Promise<string> {
	const parts: Uint8Array[] = [];
	let bytes = 0;
	for await (const part of answer.body ?? []) {
		bytes += part.length;
		if (bytes > bytesMax) throw new Error(`the storage answered with more than ${bytesMax} bytes`);
		parts.push(part);
	}
	return Buffer.concat(parts).toString('utf8');
}

/** The code of an error document, such as AccessDenied. */
function errorOf(status: number, body: string): Error {
	const [, code] = /<Code>([A-Za-z0-9]{1,64})<\/Code>/.exec(body) ?? [];
	return new Error(`the storage answered with status ${status}${code === undefined ? '' : ` (${code})`}`);
}

/** The few calls of the S3 interface that an anchor needs, signed with AWS Signature Version 4. */
export class S3Client {
	constructor(
		private readonly place: S3Place,
		private readonly credentials: S3Credentials,
	) {}

	/** Puts an object where there is none. @returns false when there is one */
	async putNew(key: string, text: string, lock: { readonly mode: ObjectLock['mode']; readonly untilMs: number } | null): Promise<boolean> {
		const answer = await this.request('PUT', this.urlOf(key), text, {
			'if-none-match': '*',
			'content-type': 'text/plain; charset=utf-8',
			// storage takes no lock without it
			'content-md5': createHash('md5').update(text).digest('base64'),
			...(lock === null
				? {}
				: { 'x-amz-object-lock-mode': lock.mode, 'x-amz-object-lock-retain-until-date': new Date(lock.untilMs).toISOString() }),
		});
		const body = await boundedText(answer, OBJECT_BYTES_MAX);
		if (answer.status === 412) return false;
		if (!answer.ok) throw errorOf(answer.status, body);
		return true;
	}

	/** The object under a key, null when there is none. */
	async get(key: string): Promise<KeptObject | null> {
		const answer = await this.request('GET', this.urlOf(key), '', {});
		const text = await boundedText(answer, OBJECT_BYTES_MAX);
		if (answer.status === 404 && !text.includes('<Code>NoSuchBucket<')) return null;
		if (!answer.ok) throw errorOf(answer.status, text);
		const until = Date.parse(answer.headers.get('x-amz-object-lock-retain-until-date') ?? '');
		return { text, lockMode: answer.headers.get('x-amz-object-lock-mode'), lockedUntilMs: Number.isNaN(until) ? null : until };
	}

	/** A page of keys in their order, from behind `after` on or where the page before ended. */
	async list(options: { prefix: string; delimiter?: string; after?: string; next?: string }): Promise<Listing> {
		const url = new URL(this.place.bucketUrl);
		url.searchParams.set('list-type', '2');
		url.searchParams.set('encoding-type', 'url');
		url.searchParams.set('prefix', options.prefix);
		if (options.delimiter !== undefined) url.searchParams.set('delimiter', options.delimiter);
		if (options.next !== undefined) url.searchParams.set('continuation-token', options.next);
		else if (options.after !== undefined) url.searchParams.set('start-after', options.after);
		const answer = await this.request('GET', url.href, '', {});
		const body = await boundedText(answer, LISTING_BYTES_MAX);
		if (!answer.ok) throw errorOf(answer.status, body);
		return parseListing(body);
	}

	private urlOf(key: string): string {
		return this.place.bucketUrl + key.split('/').map(encodeURIComponent).join('/');
	}

	private async request(method: string, url: string, body: string, headers: Readonly<Record<string, string>>): Promise<Response> {
		const signer = new AwsV4Signer({
			method,
			url,
			headers: { ...headers, 'x-amz-content-sha256': createHash('sha256').update(body).digest('hex') },
			...this.credentials,
			service: 's3',
			region: this.place.region,
		});
		const signed = await signer.sign();
		return fetch(signed.url, {
			method,
			headers: signed.headers,
			...(method === 'PUT' ? { body } : {}),
			redirect: 'error',
			signal: AbortSignal.timeout(ANSWER_MS_MAX),
		});
	}
}
