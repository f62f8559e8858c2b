import { resolve } from 'node:path';
import { ConfigError } from '../../../lib/errors';
import type { Anchor } from './anchor';
import { directoryAnchor } from './directory';
import { s3Anchor } from './s3';
import type { S3Credentials } from './s3-client';
import { parseS3Place } from './s3-place';
import { webhookAnchor } from './webhook';

const NAME = /^[A-Za-z0-9_-]{1,100}$/;

export interface AnchorSecrets {
	readonly webhookToken: string | null;
	/** For storage, all of it. */
	readonly s3: S3Credentials | null;
}

function anchorOf(name: string, place: string, secrets: AnchorSecrets): Anchor {
	const [, folder] = /^directory:(.+)$/.exec(place) ?? [];
	if (folder !== undefined) return directoryAnchor(name, resolve(folder.replaceAll('%20', ' ')));
	if (/^https?:\/\//.test(place) && URL.canParse(place)) {
		const { username, password } = new URL(place);
		if (username !== '' || password !== '')
			throw new ConfigError(`ANCHORS: ${name} has a name or password in its address: give it as ANCHOR_TOKEN`);
		return webhookAnchor(name, place, secrets.webhookToken);
	}
	if (place.startsWith('s3://')) {
		const found = parseS3Place(name, place);
		if (secrets.s3 === null)
			throw new ConfigError(`ANCHORS: ${name} needs AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or files with them as NAME_FILE`);
		return s3Anchor(name, found, secrets.s3, Date.now);
	}
	throw new ConfigError(`ANCHORS: ${name} is neither directory:PATH, https://HOST/PATH nor s3://BUCKET/PREFIX`);
}

/**
 * The anchors of a setting: `NAME=PLACE`, separated by blanks, a blank in a folder's name as %20; `none` for no anchor.
 * @throws ConfigError
 */
export function parseAnchors(text: string, secrets: AnchorSecrets): Anchor[] {
	if (text.trim() === 'none') return [];
	const anchors: Anchor[] = [];
	for (const entry of text.trim().split(/\s+/)) {
		const at = entry.indexOf('=');
		const name = entry.slice(0, Math.max(0, at));
		if (!NAME.test(name)) throw new ConfigError(`ANCHORS: an entry is NAME=PLACE, such as data=directory:/var/lib/caracal/anchors`);
		if (anchors.some((other) => other.name === name)) throw new ConfigError(`ANCHORS: ${name} is there twice`);
		anchors.push(anchorOf(name, entry.slice(at + 1), secrets));
	}
	return anchors;
}
