import { registeredId } from '../ids';
import type { AuthMode, Resource } from './types';

/** Scopes behind the colon; every resource of a row has the same. */
const ROWS: readonly (readonly [names: string, scopes: string, authMode: AuthMode])[] = [
	['crm accounts leads contracts', 'read write export merge delete', 'provider_oauth'],
	['mail calendar chat drive', 'read send share', 'provider_oauth'],
	['ledger pay invoices refunds payroll', 'read write approve', 'caracal_jwt'],
	['tickets kb incidents oncall', 'read write close', 'provider_apikey'],
	['repo ci registry deploys secrets', 'read write deploy', 'provider_oauth'],
	['warehouse lake metrics logs traces', 'query export', 'caracal_jwt'],
	['search vectors embeddings llm speech', 'query index', 'provider_apikey'],
	['people recruiting timesheets benefits', 'read write', 'provider_oauth'],
	['catalog prices stock orders shipping', 'read write cancel', 'caracal_jwt'],
	['ads social newsletter webinars', 'read publish', 'provider_oauth'],
	['maps weather news rates', 'read', 'none'],
	['archive backups documents signatures scans', 'read write purge', 'caracal_jwt'],
	['identity devices network dns certificates', 'read write rotate', 'provider_apikey'],
	['control', 'session policy', 'caracal_jwt'],
];

function build(name: string, scopes: string, authMode: AuthMode): Resource {
	return {
		name,
		identifier: `resource://${name}`,
		scopes: scopes.split(' ').map((scope) => `${name}:${scope}`),
		authMode,
		providerId: authMode === 'provider_oauth' || authMode === 'provider_apikey' ? `prov_${name}` : '',
		host: `${name}.svc.acme.internal`,
		connectionIds: authMode === 'provider_oauth' ? [1, 2, 3, 4].map((n) => `conn_${registeredId(`${name}/${n}`)}`) : [],
	};
}

/** The sixty resources every zone offers. */
export const RESOURCES: readonly Resource[] = ROWS.flatMap(([names, scopes, authMode]) =>
	names.split(' ').map((name) => build(name, scopes, authMode)),
);

const BY_NAME = new Map(RESOURCES.map((resource) => [resource.name, resource]));

/** @throws Error on a name the world does not have: a slip in a scenario */
export function resourceNamed(name: string): Resource {
	const resource = BY_NAME.get(name);
	if (resource === undefined) throw new Error(`the simulated world has no resource ${name}`);
	return resource;
}
