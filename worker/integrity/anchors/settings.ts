import { resolve } from 'node:path';
import { ConfigError } from '../../../lib/errors';
import type { Anchor } from './anchor';
import { directoryAnchor } from './directory';
import { webhookAnchor } from './webhook';

const NAME = /^[A-Za-z0-9_-]{1,100}$/;

export interface AnchorSecrets {
	readonly webhookToken: string | null;
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
	throw new ConfigError(`ANCHORS: ${name} is neither directory:PATH nor https://HOST/PATH`);
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
