import { type Primitives, sha256Of } from '../primitives/primitives';
import { toHex, utf8Bytes } from '../primitives/text';
import { ORIGIN_BYTES_MAX } from './checkpoint';

/**
 * A zone's ID as one segment of a path: letters, digits, `-`, `_` and inner dots as they are, other bytes as %XX. An ID too long
 * for an origin is told by its digest.
 */
export function zoneSegment(primitives: Primitives, zoneId: string, bytesMax = 160): string {
	let text = '';
	for (const byte of utf8Bytes(zoneId)) {
		const char = String.fromCharCode(byte);
		text += /[A-Za-z0-9_-]/.test(char) || (char === '.' && text !== '') ? char : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
	}
	return text.length <= bytesMax ? text : `%sha256-${toHex(sha256Of(primitives, utf8Bytes(zoneId)))}`;
}

/** The origin of a zone's checkpoints: the log's name, `/zones/` and the zone. */
export function originOf(primitives: Primitives, logName: string, zoneId: string): string {
	const room = ORIGIN_BYTES_MAX - utf8Bytes(`${logName}/zones/`).length;
	return `${logName}/zones/${zoneSegment(primitives, zoneId, Math.min(160, room))}`;
}
