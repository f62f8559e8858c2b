import type { StandingSession } from '@/lib/api/authority';
import { visible } from '@/lib/events/visible';

const NAME_MAX = 100;

/** Names of applications by id, as far as sessions carry both. */
export type AppNames = ReadonlyMap<string, string>;

export function appNames(sessions: Readonly<Record<string, StandingSession>>): AppNames {
	return new Map(
		Object.values(sessions).flatMap(({ row: { app, appName } }) =>
			app === null || appName === null ? [] : [[app.value, appName.value] as const],
		),
	);
}

/** What an application is called, on screen; empty when nothing is known of it. */
export const appTitle = (names: AppNames, app: string) => visible((names.get(app) ?? app).slice(0, NAME_MAX));
