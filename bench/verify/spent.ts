import { cpuMs } from '../cpu';

/** Processor time of a measurement, in milliseconds: in this process, and in Postgres (null where the system does not tell). */
export interface Spent {
	node: number;
	postgres: number | null;
}

const ownMs = () => {
	const { user, system } = process.cpuUsage();
	return (user + system) / 1000;
};

/** Runs the work and adds what it took to `sum`. */
export async function spend<T>(sum: Spent, postgresPid: number, work: () => Promise<T>): Promise<T> {
	const own = ownMs();
	const other = cpuMs(postgresPid);
	try {
		return await work();
	} finally {
		sum.node += ownMs() - own;
		const after = cpuMs(postgresPid);
		sum.postgres = sum.postgres === null || other === null || after === null ? null : sum.postgres + after - other;
	}
}

/** Microseconds of processor time an event took in both together. */
export function perEvent({ node, postgres }: Spent, events: number): number {
	return ((node + (postgres ?? 0)) * 1000) / events;
}
