import { resourceNamed } from './resources';
import type { Application } from './types';

type Row = readonly [name: string, kind: string, labels: string, resources: string];

/** kind: `o` orchestrates, `s` runs as a service, `d` registered itself (DCR). */
const ROWS: readonly Row[] = [
	['orchestrator', 'os', 'planner prod', 'crm mail calendar ledger invoices tickets warehouse llm search documents'],
	['support-copilot', 'os', 'support chat', 'tickets kb crm chat mail orders refunds'],
	['research-agent', 'o', 'research', 'search vectors llm news warehouse lake documents'],
	['sales-agent', 'o', 'sales', 'crm leads accounts mail calendar contracts prices'],
	['incident-bot', 'os', 'oncall', 'incidents oncall logs metrics traces chat deploys'],
	['mailer', '', 'batch', 'mail newsletter crm'],
	['crm-sync', 's', 'batch sync', 'crm accounts leads warehouse'],
	['billing', '', 'finance', 'ledger invoices pay mail crm'],
	['invoice-bot', '', 'finance batch', 'invoices ledger documents signatures mail'],
	['refund-bot', '', 'finance', 'refunds ledger pay orders'],
	['dunning', '', 'finance batch', 'invoices mail ledger'],
	['statements', '', 'finance batch', 'ledger documents archive mail'],
	['digest', '', 'batch', 'mail news search kb'],
	['archiver', 's', 'batch', 'archive backups documents scans lake'],
	['data-exporter', '', 'batch export', 'warehouse lake metrics crm archive'],
	['deploy-bot', 's', 'ci', 'repo ci registry deploys secrets certificates'],
	['hr-assistant', '', 'people', 'people recruiting timesheets benefits payroll calendar'],
	['search-indexer', 's', 'batch', 'search vectors embeddings kb documents catalog'],
	['stock-watcher', 's', 'ops', 'stock catalog orders shipping prices'],
	['partner-portal', 'd', 'partner', 'catalog prices orders shipping rates maps'],
];

function build([name, kind, labels, resources]: Row): Application {
	return {
		id: `app_${name}`,
		name,
		registration: kind.includes('d') ? 'dcr' : 'managed',
		orchestrates: kind.includes('o'),
		lifecycle: kind.includes('s') ? 'service' : 'task',
		labels: labels.split(' '),
		resources: resources.split(' ').map(resourceNamed),
		authorityRecordId: `ar_app_${name}`,
	};
}

/** The twenty applications every zone registers. */
export const APPLICATIONS: readonly Application[] = ROWS.map(build);
export const ORCHESTRATORS = APPLICATIONS.filter((application) => application.orchestrates);
export const AGENTS = APPLICATIONS.filter((application) => !application.orchestrates);

const BY_NAME = new Map(APPLICATIONS.map((application) => [application.name, application]));

/** @throws Error on a name the world does not have: a slip in a scenario */
export function applicationNamed(name: string): Application {
	const application = BY_NAME.get(name);
	if (application === undefined) throw new Error(`the simulated world has no application ${name}`);
	return application;
}
