import type postgres from 'postgres';
import type { SqlClient } from '../../db/client';
import { MonthRows } from '../../db/rebuild/month-rows';
import { beginMonth, besideTable, swapMonth } from '../../db/rebuild/month-swap';
import { forgetDone, projectionMonths } from '../../db/rebuild/months';
import { Progress } from './progress';

/** Makes projection and rollups anew, month by month. @returns what was done, in one line */
export async function rebuildSearch(
	owner: postgres.Sql,
	worker: SqlClient,
	options: { readonly resume: boolean; readonly say: (line: string) => void },
): Promise<string> {
	const { say } = options;
	if (!options.resume) await forgetDone(owner);
	const months = (await projectionMonths(owner)).filter((month) => !month.isDone);
	const total = months.reduce((sum, month) => sum + month.events, 0);
	const progress = new Progress('projection', total, say, () => performance.now());
	for (const month of months) {
		await beginMonth(owner, month);
		const rows = new MonthRows(owner, worker, month.suffix, besideTable(month));
		const tell = (events: number) => progress.add(events);
		await rows.fill(tell);
		await swapMonth(owner, month, rows, tell);
		if (month.events > 0) say(`${month.suffix.replace(/^y(\d{4})m/, '$1-')}: in use`);
	}
	return progress.end();
}
