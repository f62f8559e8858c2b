import { Rng } from './rng';

/** A UUIDv7 of a moment (RFC 9562, section 5.7) whose random bits come from the seeded sequence. */
export function uuid7(rng: Rng, atMs: number): string {
	const time = Math.max(0, Math.floor(atMs)).toString(16).padStart(12, '0');
	const random = rng.hex(24);
	return `${time.slice(0, 8)}-${time.slice(8, 12)}-7${random.slice(0, 3)}-${variant(random)}${random.slice(4, 7)}-${random.slice(7, 19)}`;
}

/** A UUIDv4 from the seeded sequence: what the Gateway makes up when a caller sends no request id. */
export function uuid4(rng: Rng): string {
	const random = rng.hex(32);
	return `${random.slice(0, 8)}-${random.slice(8, 12)}-4${random.slice(12, 15)}-${variant(random)}${random.slice(15, 18)}-${random.slice(18, 30)}`;
}

const REGISTERED_MS = Date.UTC(2026, 2, 2);

/** An id of something that was registered long ago: it follows from its name alone, so that every run agrees on it. */
export function registeredId(name: string): string {
	const rng = new Rng(name);
	return uuid7(rng, REGISTERED_MS + rng.int(0, 180 * 86_400_000));
}

function variant(random: string): string {
	return '89ab'.charAt(random.charCodeAt(3) & 3);
}

/** An authority record of a login. */
export function recordId(rng: Rng, atMs: number): string {
	return `ar_${uuid7(rng, atMs)}`;
}
