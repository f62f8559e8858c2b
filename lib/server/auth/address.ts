import { isIP } from 'node:net';
import { PEER_HEADER } from './peer';

/**
 * Where a request comes from, as far as attempts are counted by it: an IPv4 address, or the /64 of an IPv6 one, since whoever has
 * one address of it has them all.
 * @param header a header of the request by its name: `X-Forwarded-For`, which Next sets to the peer's address when there is none,
 * and the peer's own
 * @param proxies how many proxies of ours stand in front: each appends who asked it, and what stands before is the asker's own
 */
export function addressKey(header: (name: string) => string | null, proxies: number): string {
	const peer = header(PEER_HEADER) ?? '';
	const given = (header('x-forwarded-for') ?? '').split(',').map((part) => part.trim());
	const hops = peer === '' ? given : [...given, peer];
	const address = (hops.at(-Math.max(1, peer === '' ? proxies : proxies + 1)) ?? hops[0] ?? '').replace(/^\[|\]$/g, '');
	const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
	if (mapped !== undefined || isIP(address) === 4) return mapped ?? address;
	if (isIP(address) !== 6 || !URL.canParse(`http://[${address}]`)) return 'unknown';
	const [head = '', tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
	const groups = (text: string) => text.split(':').filter((group) => group !== '');
	const [before, after] = [groups(head), groups(tail ?? '')];
	const whole = [...before, ...Array<string>(8 - before.length - after.length).fill('0'), ...after];
	return `${whole.slice(0, 4).join(':')}::/64`;
}
