import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts processor time in hundredths of a second. */
const TICKS_PER_SECOND = 100;

function statOf(pid: string): { parent: number; ticks: number } | null {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
		// the name of the program, in parentheses, may hold blanks
		const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
		return { parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) };
	} catch {
		// it has ended meanwhile, or this system has no /proc
		return null;
	}
}

/** Processor time of a process and all below it since they began, in milliseconds; null where the system does not tell. */
export function cpuMs(pid: number): number | null {
	const own = statOf(String(pid));
	if (own === null) return null;
	const stats = new Map<number, { parent: number; ticks: number }>();
	for (const name of readdirSync('/proc')) {
		const stat = /^\d+$/.test(name) ? statOf(name) : null;
		if (stat !== null) stats.set(Number(name), stat);
	}
	const isBelow = (at: number): boolean => at === pid || (stats.has(at) && isBelow(stats.get(at)?.parent ?? 0));
	let ticks = 0;
	for (const [each, stat] of stats) if (isBelow(each)) ticks += stat.ticks;
	return (ticks / TICKS_PER_SECOND) * 1000;
}
