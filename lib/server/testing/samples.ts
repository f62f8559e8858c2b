import type { GivenRequest } from './call-route';

/**
 * For every operation a request that is valid and harms nobody: what must exist is named by numbers that do not.
 * An operation without one here fails the matrix.
 * @param zone a zone with at least one event, whose request ID is `req-<zone>`
 */
export function sampleRequests(zone: string): Readonly<Record<string, GivenRequest>> {
	const request = { zone, request: `req-${zone}` };
	return {
		listEvents: { query: [['last', 'all']] },
		countEvents: { query: [['last', 'all']] },
		newEvents: { query: [['since', '1.1']] },
		eventHistogram: { query: [['last', 'all']] },
		eventFacets: { query: [['last', 'all']] },
		eventValues: {
			query: [
				['last', 'all'],
				['field', 'type'],
			],
		},
		eventContext: { params: { zone, seq: '1' } },
		eventDifferences: {
			query: [
				['last', 'all'],
				['sel_q', 'decision:deny'],
			],
		},
		exportEvents: { query: [['last', 'all']] },
		getEvent: { params: { zone, seq: '1' } },
		getSignedBytes: { params: { zone, seq: '1' } },
		checkSignature: { params: { zone, seq: '1' } },
		lookUp: { query: [['text', `req-${zone}`]] },
		tailEvents: {
			query: [
				['since', '2020-01-01T00:00:00Z'],
				['until', 'now'],
			],
		},
		getOnCall: {},
		tailZone: { params: { zone }, query: [['until', 'now']] },
		getStatus: {},
		listZones: {},
		listAudit: { params: { zone } },
		listRequestAudit: { params: request },
		explainRequest: { params: request },
		listAdminAudit: { params: { zone } },
		openRequest: { params: { id: `req-${zone}` } },
		openZoneRequest: { params: { zone, id: `req-${zone}` } },
		requestChanges: { params: { zone, id: `req-${zone}` } },
		searchAuthority: { params: { zone }, query: [['q', 'ses']] },
		authorityGraph: { params: { zone } },
		exportAuthority: { params: { zone } },
		authoritySession: { params: { zone, id: 'ses_1' } },
		authorityEdge: { params: { zone, id: 'edge_1' } },
		authorityPaths: {
			params: { zone },
			query: [
				['from', 'ses_1'],
				['resource', 'r'],
			],
		},
		authorityImpact: { params: { zone }, query: [['edge', 'edge_1']] },
		listRevocations: { params: { zone } },
		getRevocation: { params: { zone, seq: '1' } },
		revokeAuthority: {
			params: { zone },
			body: JSON.stringify({ kind: 'edge', id: 'edge_1', fingerprint: '0000000000000000', confirmation: 'revoke delegation edge_1' }),
		},
		getIntegrity: {},
		listSweeps: { params: { zone } },
		startSweep: { params: { zone }, body: '{}' },
		cancelSweep: { params: { zone, sweep: '999999999' } },
		listFindings: {},
		getFinding: { params: { zone, finding: '999999999' } },
		resolveFinding: { params: { zone, finding: '999999999' }, body: JSON.stringify({ note: 'known' }) },
		listCheckpoints: { params: { zone } },
		proveConsistency: {
			params: { zone },
			query: [
				['first', '1'],
				['second', '2'],
			],
		},
		listEvidence: {},
		createEvidence: { body: JSON.stringify({ kind: 'request', subject: `req-${zone}` }) },
		getEvidence: { params: { job: '00000000-0000-4000-8000-000000000000' } },
		cancelEvidence: { params: { job: '00000000-0000-4000-8000-000000000000' } },
		downloadEvidence: { params: { job: '00000000-0000-4000-8000-000000000000' } },
		whoami: {},
		changePassword: { body: JSON.stringify({ current: 'not the password', new: 'a new password for a test' }) },
		listUsers: {},
		createUser: { body: JSON.stringify({ name: `made by a test ${Math.random()}`, password: 'a new password for a test' }) },
		getUser: { params: { userId: '999999999' } },
		updateUser: { params: { userId: '999999999' }, body: '{}' },
		listSessions: {},
		revokeSession: { params: { sessionId: '00000000-0000-4000-8000-000000000000' } },
		listTokens: {},
		createToken: { body: JSON.stringify({ name: 'made by a test', role: 'viewer', zone_ids: null, expires_in_days: 1 }) },
		listViews: {},
		createView: { body: JSON.stringify({ name: 'made by a test', address: 'q=decision:deny' }) },
		updateView: { params: { viewId: '999999999' }, body: '{}' },
		deleteView: { params: { viewId: '999999999' } },
		revokeToken: { params: { tokenId: '999999999' } },
	};
}
