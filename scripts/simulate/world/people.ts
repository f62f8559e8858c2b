import { registeredId } from '../ids';
import { resourceNamed } from './resources';
import type { Person, Workload } from './types';

const NAMES =
	'dana mira jonas aiko luis petra omar ines noah greta samir elena tomas yuki farah henrik lucia anton zoe malik vera oscar naomi ravi'.split(
		' ',
	);

/** The people whose authority agents act under; each has one login per zone. */
export function peopleOf(zoneId: string): readonly Person[] {
	return NAMES.map((name, i) => ({
		subject: `${name}@acme.example`,
		account: `console:acct_${i + 1}`,
		authorityRecordId: `ar_${registeredId(`${zoneId}/${name}`)}`,
	}));
}

const WORKLOADS: readonly (readonly [name: string, env: string, resources: string])[] = [
	['nightly-report', 'WAREHOUSE_TOKEN', 'warehouse ledger'],
	['backup', 'BACKUP_TOKEN', 'backups archive'],
	['ci-runner', 'REGISTRY_TOKEN', 'registry repo'],
	['price-import', 'CATALOG_TOKEN', 'catalog prices'],
	['cert-rotation', 'CERT_TOKEN', 'certificates secrets'],
	['payroll-run', 'PAYROLL_TOKEN', 'payroll ledger'],
];

/** Scheduled jobs that fetch their credentials at launch. */
export const WORKLOAD_LIST: readonly Workload[] = WORKLOADS.map(([name, env, resources]) => ({
	id: `wl_${name}`,
	name,
	env,
	resources: resources.split(' ').map(resourceNamed),
}));
