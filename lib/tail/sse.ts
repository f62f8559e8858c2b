/** A frame of a stream of server-sent events as its reader gets it. */
export interface Frame {
	/** `message` when it has no name. */
	readonly event: string;
	readonly data: string;
	/** The id this frame itself carries, null for none. */
	readonly id: string | null;
}

/** A frame as text. The data has no line break, as JSON has none. */
export function frameText(event: string, data: string, id: string | null): string {
	return `${id === null ? '' : `id: ${id}\n`}event: ${event}\ndata: ${data}\n\n`;
}

/** An id without an event: whoever reconnects goes on there, though nothing was shown. */
export function idText(id: string): string {
	return `id: ${id}\n\n`;
}

/** Keeps proxies from taking a quiet stream for a dead one. */
export const KEEP_ALIVE = ': \n\n';

/** Longest unfinished frame that is kept, in UTF-16 units. */
const FRAME_LENGTH_MAX = 64 * 1024 * 1024;

/**
 * Reads frames as they come, in pieces cut anywhere. What was cut off before its end is not a frame, so that its id does not count
 * either: that is what makes an id a promise.
 */
export class FrameReader {
	private rest = '';

	/** @throws RangeError when a frame never ends */
	push(text: string): Frame[] {
		this.rest += text;
		const frames: Frame[] = [];
		for (let end = this.rest.indexOf('\n\n'); end >= 0; end = this.rest.indexOf('\n\n')) {
			const frame = readFrame(this.rest.slice(0, end));
			this.rest = this.rest.slice(end + 2);
			if (frame !== null) frames.push(frame);
		}
		if (this.rest.length > FRAME_LENGTH_MAX) throw new RangeError('a frame without an end');
		return frames;
	}
}

/** A frame of our own form; one with an id alone has no data and the event `id`. Null for a comment. */
function readFrame(text: string): Frame | null {
	let event = '';
	let id: string | null = null;
	const data: string[] = [];
	for (const line of text.split('\n')) {
		const colon = line.indexOf(':');
		if (colon <= 0) continue;
		const name = line.slice(0, colon);
		const value = line.slice(colon + (line[colon + 1] === ' ' ? 2 : 1));
		if (name === 'event') event = value;
		else if (name === 'id') id = value;
		else if (name === 'data') data.push(value);
	}
	if (data.length === 0) return id === null ? null : { event: 'id', data: '', id };
	return { event: event === '' ? 'message' : event, data: data.join('\n'), id };
}
