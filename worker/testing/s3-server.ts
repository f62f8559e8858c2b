import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

export const S3_TEST_KEY = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };
const BUCKET = 'notes';
const PAGE_KEYS = 3;

export interface StoredObject {
	body: string;
	readonly lockMode: string | null;
	readonly lockedUntil: string | null;
}

const sha256 = (bytes: string | Buffer) => createHash('sha256').update(bytes).digest('hex');
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
const encode = (text: string) =>
	encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
const escapeXml = (text: string) => text.replace(/[<>&"']/g, (char) => `&#${char.charCodeAt(0)};`);

/** Why the request is not signed by the key, as AWS describes Signature Version 4; null when it is. */
export function signatureFault(request: IncomingMessage, body: Buffer, region: string): string | null {
	const { authorization = '', ...headers } = request.headers;
	const [, id, date = '', scopeRegion, names = '', signature = ''] =
		/^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, SignedHeaders=([a-z0-9;-]+), Signature=([0-9a-f]{64})$/.exec(
			authorization,
		) ?? [];
	if (id !== S3_TEST_KEY.accessKeyId || scopeRegion !== region) return 'InvalidAccessKeyId';
	const time = String(headers['x-amz-date']);
	if (!time.startsWith(date) || Math.abs(Date.now() - Date.parse(time.replace(/^(....)(..)(..T..)(..)(..Z)$/, '$1-$2-$3:$4:$5'))) > 900_000)
		return 'RequestTimeTooSkewed';
	if (headers['x-amz-content-sha256'] !== sha256(body)) return 'XAmzContentSHA256Mismatch';
	const signed = names.split(';');
	const mustSign = Object.keys(headers).filter((name) => name === 'host' || name === 'content-md5' || name.startsWith('x-amz-'));
	if (!mustSign.every((name) => signed.includes(name))) return 'AccessDenied';
	const [path = '', query = ''] = String(request.url).split('?');
	const pairs = [...new URLSearchParams(query)].map(([key, value]) => `${encode(key)}=${encode(value)}`).sort();
	const canonical = [
		request.method,
		path
			.split('/')
			.map((part) => encode(decodeURIComponent(part)))
			.join('/'),
		pairs.join('&'),
		...signed.map((name) => `${name}:${String(headers[name]).trim().replace(/\s+/g, ' ')}`),
		'',
		names,
		sha256(body),
	].join('\n');
	const scope = `${date}/${region}/s3/aws4_request`;
	const key = [date, region, 's3', 'aws4_request'].reduce<string | Buffer>(
		(former, part) => hmac(former, part),
		`AWS4${S3_TEST_KEY.secretAccessKey}`,
	);
	const expected = hmac(key, `AWS4-HMAC-SHA256\n${time}\n${scope}\n${sha256(canonical)}`);
	return timingSafeEqual(expected, Buffer.from(signature, 'hex')) ? null : 'SignatureDoesNotMatch';
}

function listing(objects: ReadonlyMap<string, StoredObject>, query: URLSearchParams): string {
	const prefix = query.get('prefix') ?? '';
	const delimiter = query.get('delimiter');
	const after = query.get('continuation-token') ?? query.get('start-after') ?? '';
	const names = [...objects.keys()]
		.filter((key) => key.startsWith(prefix))
		.map((key) => {
			const cut = delimiter === null ? -1 : key.indexOf(delimiter, prefix.length);
			return cut === -1 ? key : key.slice(0, cut + 1);
		});
	const all = [...new Set(names)].sort().filter((name) => name > after);
	const page = all.slice(0, PAGE_KEYS);
	const text = query.get('encoding-type') === 'url' ? encode : (name: string) => name;
	const parts = page.map((name) => {
		const inner = escapeXml(text(name));
		return objects.has(name) ? `<Contents><Key>${inner}</Key></Contents>` : `<CommonPrefixes><Prefix>${inner}</Prefix></CommonPrefixes>`;
	});
	const next = all.length > page.length ? `<NextContinuationToken>${escapeXml(page.at(-1) ?? '')}</NextContinuationToken>` : '';
	return `<?xml version="1.0" encoding="UTF-8"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><EncodingType>url</EncodingType><IsTruncated>${all.length > page.length}</IsTruncated>${next}${parts.join('')}</ListBucketResult>`;
}

/**
 * What an S3 bucket with object lock answers to the few calls of an anchor, on the loopback address, from memory. No S3 server:
 * it tells whether requests are signed as AWS documents it, computed apart from the client's library, and keeps what it is given.
 */
export async function startS3Server(region = 'eu-north-1') {
	const objects = new Map<string, StoredObject>();
	const faults: string[] = [];
	const settings = { locks: true };
	const server = createServer(async (request, response) => {
		const body = await buffer(request);
		const fail = (status: number, code: string) => {
			faults.push(code);
			response.writeHead(status).end(`<Error><Code>${code}</Code></Error>`);
		};
		const fault = signatureFault(request, body, region);
		if (fault !== null) return fail(403, fault);
		const [path = '', query = ''] = String(request.url).split('?');
		const [, bucket, ...rest] = path.split('/').map(decodeURIComponent);
		const key = rest.join('/');
		const header = (name: string) => (typeof request.headers[name] === 'string' ? request.headers[name] : null);
		if (bucket !== BUCKET) return fail(404, 'NoSuchBucket');
		if (request.method === 'GET' && key === '') return response.end(listing(objects, new URLSearchParams(query)));
		const held = objects.get(key);
		if (request.method === 'GET') {
			if (held === undefined) return fail(404, 'NoSuchKey');
			if (held.lockMode !== null) response.setHeader('x-amz-object-lock-mode', held.lockMode);
			if (held.lockedUntil !== null) response.setHeader('x-amz-object-lock-retain-until-date', held.lockedUntil);
			return response.end(held.body);
		}
		if (request.method !== 'PUT') return fail(405, 'MethodNotAllowed');
		if (header('content-md5') !== createHash('md5').update(body).digest('base64')) return fail(400, 'BadDigest');
		if (header('if-none-match') === '*' && held !== undefined) return fail(412, 'PreconditionFailed');
		const lock = settings.locks ? header('x-amz-object-lock-mode') : null;
		objects.set(key, {
			body: body.toString('utf8'),
			lockMode: lock,
			lockedUntil: lock === null ? null : header('x-amz-object-lock-retain-until-date'),
		});
		response.end();
	});
	await new Promise<void>((resolve) => {
		server.listen(0, '127.0.0.1', resolve);
	});
	return {
		endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		objects,
		/** Codes of the errors it answered with. */
		faults,
		settings,
		stop: () => server.close(),
	};
}
