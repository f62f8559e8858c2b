import { ConfigError } from '../../../lib/errors';

/** How long, and how, storage must keep a note. */
export interface ObjectLock {
	readonly mode: 'COMPLIANCE' | 'GOVERNANCE';
	readonly days: number;
}

/** A place in S3-compatible storage. */
export interface S3Place {
	/** What a key is appended to, with a slash at its end. */
	readonly bucketUrl: string;
	readonly bucket: string;
	/** Empty, or with a slash at its end. */
	readonly prefix: string;
	readonly region: string;
	/** Null when the bucket itself says how long it keeps what it gets. */
	readonly lock: ObjectLock | null;
}

const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const REGION = /^[a-z0-9-]{1,64}$/;
const PREFIX = /^[A-Za-z0-9._-]+(\/[A-Za-z0-9._-]+)*$/;
const DAYS_MAX = 36_500;
const OPTIONS = ['endpoint', 'region', 'lock', 'days'];

function lockOf(options: URLSearchParams, refuse: (why: string) => never): ObjectLock | null {
	const days = options.get('days') ?? '';
	const mode = (options.get('lock') ?? 'compliance').toUpperCase();
	if (mode === 'NONE') return days === '' ? null : refuse('has days, but no lock');
	if (mode !== 'COMPLIANCE' && mode !== 'GOVERNANCE') return refuse('has a lock that is neither compliance, governance nor none');
	if (!/^[1-9]\d*$/.test(days) || Number(days) > DAYS_MAX)
		return refuse(`says not for how many days notes are locked: days=N, from 1 to ${DAYS_MAX}, or lock=none`);
	return { mode, days: Number(days) };
}

function bucketUrlOf(bucket: string, region: string, endpoint: string | null, refuse: (why: string) => never): string {
	// a dot in the bucket's name would not fit the certificate of the name below
	if (endpoint === null && !bucket.includes('.')) return `https://${bucket}.s3.${region}.amazonaws.com/`;
	if (endpoint !== null && !(URL.canParse(endpoint) && /^https?:\/\//.test(endpoint))) return refuse('has an endpoint that is no address');
	const url = new URL(endpoint ?? `https://s3.${region}.amazonaws.com`);
	if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
		return refuse('has an endpoint with more than a host, a port and a path');
	return `${url.href.replace(/\/$/, '')}/${bucket}/`;
}

/**
 * Reads `s3://BUCKET/PREFIX?endpoint=…&region=…&lock=…&days=…`: without an endpoint it is AWS's own, the region is by default
 * us-east-1, the lock compliance.
 * @throws ConfigError
 */
export function parseS3Place(name: string, text: string): S3Place {
	const refuse = (why: string): never => {
		throw new ConfigError(`ANCHORS: ${name} ${why}`);
	};
	const [, bucket = '', prefix = '', query = ''] = /^s3:\/\/([^/?#]*)\/?([^?#]*?)\/?(?:\?([^#]*))?$/.exec(text) ?? [];
	if (!BUCKET.test(bucket)) return refuse('is not s3://BUCKET/PREFIX?region=…&days=…');
	if (prefix !== '' && !PREFIX.test(prefix)) return refuse('has a prefix of other than letters, digits, ".", "_" and "-" between slashes');
	const options = new URLSearchParams(query);
	const odd = [...options.keys()].find((key, i, keys) => !OPTIONS.includes(key) || keys.indexOf(key) !== i);
	if (odd !== undefined) return refuse(`has ${odd}, which is unknown or there twice; there are ${OPTIONS.join(', ')}`);
	const region = options.get('region') ?? 'us-east-1';
	if (!REGION.test(region)) return refuse('has a region that is none');
	return {
		bucketUrl: bucketUrlOf(bucket, region, options.get('endpoint'), refuse),
		bucket,
		prefix: prefix === '' ? '' : `${prefix}/`,
		region,
		lock: lockOf(options, refuse),
	};
}
