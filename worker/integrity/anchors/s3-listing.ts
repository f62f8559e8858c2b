/** A page of ListObjectsV2. */
export interface Listing {
	readonly keys: readonly string[];
	/** With a delimiter: what keys begin with up to it, the delimiter included. */
	readonly prefixes: readonly string[];
	/** Where the next page begins; null after the last. */
	readonly next: string | null;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescapeXml(text: string): string {
	return text.replace(/&(?:#x([0-9a-fA-F]+)|#(\d+)|(\w+));/g, (whole, hex, decimal, name) => {
		if (name !== undefined) return ENTITIES[name] ?? whole;
		const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
		return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
	});
}

function textsOf(xml: string, tag: string): string[] {
	return [...xml.matchAll(new RegExp(`<${tag}>([^<]*)</${tag}>`, 'g'))].map((match) => unescapeXml(match[1] ?? ''));
}

/** A key as it is; asked to, storage writes it as in an address, so that no character of it is lost in XML. */
function plainKey(key: string, isEncoded: boolean): string {
	return isEncoded ? decodeURIComponent(key.replaceAll('+', '%20')) : key;
}

/**
 * Reads the answer to ListObjectsV2.
 * @throws when it is none, so that a page of something else is not taken for an empty bucket
 */
export function parseListing(xml: string): Listing {
	if (!/<ListBucketResult[\s>]/.test(xml)) throw new Error('the storage answered with something that is no listing');
	const isEncoded = textsOf(xml, 'EncodingType')[0] === 'url';
	const inside = (tag: string) => [...xml.matchAll(new RegExp(`<${tag}>(.*?)</${tag}>`, 'gs'))].map((match) => match[1] ?? '');
	const [isTruncated = 'false'] = textsOf(xml, 'IsTruncated');
	const [next = null] = textsOf(xml, 'NextContinuationToken');
	if (isTruncated === 'true' && next === null) throw new Error('the storage lists more, and does not say where it goes on');
	return {
		keys: inside('Contents').flatMap((part) => textsOf(part, 'Key').map((key) => plainKey(key, isEncoded))),
		prefixes: inside('CommonPrefixes').flatMap((part) => textsOf(part, 'Prefix').map((key) => plainKey(key, isEncoded))),
		next: isTruncated === 'true' ? next : null,
	};
}
