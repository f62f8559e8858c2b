import { registeredId } from '../ids';
import { resourceNamed } from './resources';
import type { Application } from './types';

type Row = readonly [name: string, kind: string, labels: string, resources: string];

/** kind: `o` orchestrates, `s` runs as a service, `d` registered itself (DCR). */
const ROWS: readonly Row[] = [
	['orchestrator', 'os', 'planner team:platform', 'crm mail calendar ledger invoices tickets warehouse llm search documents'],
	['support-copilot', 'os', 'chat team:support', 'tickets kb crm chat mail orders refunds'],
	['research-agent', 'o', 'research team:data', 'search vectors llm news warehouse lake documents'],
	['sales-agent', 'o', 'sales team:revenue', 'crm leads accounts mail calendar contracts prices'],
	['incident-bot', 'os', 'oncall team:platform', 'incidents oncall logs metrics traces chat deploys'],
	['mailer', '', 'batch team:growth', 'mail newsletter crm'],
	['crm-sync', 's', 'batch sync team:revenue', 'crm accounts leads warehouse'],
	['billing', '', 'finance team:finance', 'ledger invoices pay mail crm'],
	['invoice-bot', '', 'batch team:finance', 'invoices ledger documents signatures mail'],
	['refund-bot', '', 'finance team:finance', 'refunds ledger pay orders'],
	['dunning', '', 'batch team:finance', 'invoices mail ledger'],
	['statements', '', 'batch team:finance', 'ledger documents archive mail'],
	['digest', '', 'batch team:growth', 'mail news search kb'],
	['archiver', 's', 'batch team:records', 'archive backups documents scans lake'],
	['data-exporter', '', 'batch export team:data', 'warehouse lake metrics crm archive'],
	['deploy-bot', 's', 'ci team:platform', 'repo ci registry deploys secrets certificates'],
	['hr-assistant', '', 'team:people', 'people recruiting timesheets benefits payroll calendar'],
	['search-indexer', 's', 'batch team:data', 'search vectors embeddings kb documents catalog'],
	['stock-watcher', 's', 'ops team:supply', 'stock catalog orders shipping prices'],
	['partner-portal', 'd', 'partner team:supply', 'catalog prices orders shipping rates maps'],
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
		authorityRecordId: `ar_${registeredId(name)}`,
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
