import { numberAt } from '../events/read-json';
import type { AuthorityLink } from './authority-chain';
import type { Reading } from './reading';

/** What in a chain does not fit together. A chain comes from outside: it is shown as recorded, and what is odd about it is said. */
export function contradictionsOfChain(reading: Reading, links: readonly AuthorityLink[]): string[] {
	const { chain, meta } = reading;
	const found: string[] = [];
	if (links.some((link) => link.isRepeated)) found.push('The chain meets itself: a session, delegation or record stands in it twice.');
	const last = chain.at(-1);
	if (last === undefined) return found;
	const hops = numberAt(meta, 'delegation_hop_count');
	if (hops !== undefined && hops !== chain.length - 1)
		found.push(`The event counts ${hops} ${hops === 1 ? 'delegation' : 'delegations'}, its chain has ${chain.length - 1}.`);
	if (last.edge !== '') found.push('The last of the chain delegates on, to nobody in it.');
	if (chain.slice(0, -1).some((hop) => hop.edge === '')) found.push('A delegation between two of the chain is not named.');
	const own = chain.at(-2)?.edge ?? '';
	if (reading.edge !== '' && own !== '' && reading.edge !== own) found.push('The delegation it acted under is not the last of its chain.');
	if (reading.session !== '' && last.session !== '' && reading.session !== last.session)
		found.push('The session that acted is not the last of its chain.');
	if (reading.app !== '' && last.app !== '' && reading.app !== last.app)
		found.push('The application that acted is not the last of its chain.');
	return found;
}
