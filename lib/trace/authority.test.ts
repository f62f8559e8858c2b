import { describe, expect, test } from 'vitest';
import { textOf } from '../events/words';
import type { AuthorityChain } from './authority-chain';
import { LinkLives } from './life';
import { read } from './reading';
import { scopesOfEdges } from './scopes';
import { DRAWN_START, drawn, micros } from './testing/draw';
import { ALLOWED, CASCADE } from './testing/stories';
import { buildTrace } from './trace';

const plain = (segments: Parameters<typeof textOf>[0]) => textOf(segments).replaceAll('\u00a0', ' ');

function chain(text: string, requestId = 'req-1'): AuthorityChain {
	const now = DRAWN_START + micros('10min');
	const found = buildTrace({ requestId, events: drawn(text), now, completeTo: now }).requests[0]?.chains[0];
	if (found === undefined) throw new Error('no chain');
	return found;
}

/** `edge edge_1: alive > ended` for each link. */
const drawnLinks = (made: AuthorityChain) =>
	made.links.map((link) => `${link.kind} ${link.id}: ${link.statusThen.state} > ${link.statusNow.state}`);

describe('who acted for whom', () => {
	test('a delegation chain from the subject to the one who acted', () => {
		const made = chain(ALLOWED);
		expect(made.links.map(({ kind, id, app, appName }) => [kind, id, app, appName])).toEqual([
			['authority', 'ar_1', '', ''],
			['session', 'ses_o', 'app_o', ''],
			['edge', 'edge_1', '', ''],
			['session', 'ses_m', 'app_mailer', 'mailer'],
		]);
		expect([made.basis, made.subjectKind, made.epoch]).toEqual(['delegation', 'user', 12]);
		expect(plain(made.sentence)).toBe('For a user the record does not name, through 1 delegation.');
	});

	test('without a chain, the sessions that started it', () => {
		const made = chain(`
			-3s session_spawn session=ses_root application_id=app_o
			-2s session_spawn session=ses_m parent_id=ses_root application_id=app_mailer
			0 token_exchange allow complete app=app_mailer session=ses_m record=ar_1 resource=resource://crm`);
		expect([made.basis, made.links.map(({ id, app }) => `${id} ${app}`)]).toEqual([
			'parents',
			['ar_1 ', 'ses_root app_o', 'ses_m app_mailer'],
		]);
	});

	test('chains that are alike are one, others stand beside it', () => {
		const again = ALLOWED.replaceAll('0     token', '1s token').replaceAll('40ms', '1040ms');
		const other = again.replaceAll('1s ', '2s ').replaceAll('1040ms', '2040ms').replaceAll('edge_1', 'edge_2');
		const now = DRAWN_START + micros('10min');
		const { requests } = buildTrace({ requestId: 'req-1', events: drawn([ALLOWED, again, other].join('\n')), now, completeTo: now });
		expect(requests[0]?.chains.map((one) => one.places.length)).toEqual([2, 1]);
	});
});

describe('whether each link was alive', () => {
	test('what lies below a revoked delegation fell with it, named or not', () => {
		expect(drawnLinks(chain(CASCADE, 'req-0'))).toEqual([
			'authority ar_1: alive > unknown',
			'session ses_o: alive > alive',
			'edge edge_0: alive > ended',
			'session ses_b: alive > ended',
			'edge edge_1: alive > ended',
			'session ses_m: alive > ended',
		]);
		const late = chain(CASCADE);
		expect(drawnLinks(late).filter((line) => line.includes('ended > ended'))).toHaveLength(4);
		expect(late.links.map(({ id, statusThen }) => `${id} ${statusThen.sure}`)).toContain('edge_1 likely');
		expect(late.links.map(({ id, statusThen }) => `${id} ${statusThen.sure}`)).toContain('edge_0 certain');
		expect(plain(late.sentence)).toContain('delegation edge_0 had been revoked by then');
	});

	test('a decision shows that STS found its links alive, no more', () => {
		const [record] = chain(ALLOWED).links;
		expect([record?.statusThen.state, record?.statusThen.sure, record?.statusNow.state]).toEqual(['alive', 'likely', 'unknown']);
		expect(plain(record?.statusThen.why ?? [])).toContain('STS checks it');
	});

	const lives = (text: string) => LinkLives.from(drawn(text).map(read));
	const at = (text: string) => DRAWN_START + micros(text);

	test.each([
		['before it began', '-1s', 'unknown'],
		['after its start', '1s', 'alive'],
		['suspended', '11s', 'suspended'],
		['resumed', '21s', 'alive'],
		['announced as revoked', '31s', 'ended'],
		['resumed after that', '41s', 'alive'],
		['terminated', '51s', 'ended'],
		['nothing comes after that', '61s', 'ended'],
	])('a session %s', (_, when, state) => {
		const made = lives(`
			0 session_spawn session=s
			10s session_suspend session=s
			20s session_resume session=s
			30s session_revoke session=s
			40s session_resume session=s
			50s session_terminate session=s reason=ttl
			60s session_resume session=s`);
		expect(made.statusAt('session', 's', at(when)).state).toBe(state);
	});

	test('delegations that expired are named in one event', () => {
		const made = lives('0 delegation_edge_expire edge_ids=a,b,__proto__ affected_edges=3');
		for (const edge of ['a', 'b', '__proto__'])
			expect(made.statusAt('edge', edge, at('1s'))).toMatchObject({ state: 'ended', how: 'expired' });
		expect(made.statusAt('edge', 'constructor', at('1s')).state).toBe('unknown');
	});

	test('a revocation ends all that it names', () => {
		const made = lives('0 session_revoke record=ar session=s edge=e reason=subject_revoked');
		for (const [kind, id] of [
			['authority', 'ar'],
			['session', 's'],
			['edge', 'e'],
		] as const)
			expect(made.statusAt(kind, id, at('1s'))).toMatchObject({
				state: 'ended',
				how: 'revoked',
				reason: 'subject_revoked',
				sure: 'certain',
			});
	});
});

describe('the scopes of a delegation', () => {
	test('are those that were allowed through it, at every hop above', () => {
		const scopes = scopesOfEdges(drawn(CASCADE).map(read));
		expect(scopes.get('edge_0')).toEqual({ scopes: ['crm:export', 'crm:read'], isWhole: false, refused: [] });
		expect(scopes.get('edge_1')?.scopes).toEqual(['crm:export', 'crm:read']);
	});

	test('narrow hop by hop, and lack what was refused for it', () => {
		const scopes = scopesOfEdges(
			drawn(`
				0 token_exchange allow complete session=s2 edge=e1 chain=a/s1>e1>b/s2 scopes=x,y
				1s token_exchange allow complete session=s3 edge=e2 chain=a/s1>e1>b/s2>e2>c/s3 scopes=x
				2s token_exchange deny complete session=s3 edge=e2 chain=a/s1>e1>b/s2>e2>c/s3 scopes=y diag=delegation_scope_exceeded`).map(read),
		);
		expect(scopes.get('e1')?.scopes).toEqual(['x', 'y']);
		expect(scopes.get('e2')).toEqual({ scopes: ['x'], isWhole: false, refused: ['y'] });
	});
});
