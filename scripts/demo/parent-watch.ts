import { commandOf, identityOf, isRunning, parentOf } from '../bootstrap/process-identity.mjs';

const CHECK_MS = 500;
/** npm is our parent, or the parent of the shell it starts scripts with. */
const GENERATIONS = 3;

/** The npm process above us, or null when there is none. */
export function findNpm(pid: number): { pid: number; identity: string } | null {
	let ancestor = parentOf(pid);
	for (let i = 0; i < GENERATIONS && ancestor && ancestor > 1; i++) {
		const identity = identityOf(ancestor);
		if (identity && /\bnpm\b|npm-cli/.test(commandOf(ancestor) ?? '')) return { pid: ancestor, identity };
		ancestor = parentOf(ancestor);
	}
	return null;
}

/** Calls back once when the npm that started us is gone: whoever kills npm means us, and npm cannot pass SIGKILL on. */
export function onNpmGone(then: () => void): void {
	const npm = findNpm(process.pid);
	if (!npm) return;
	const timer = setInterval(() => {
		if (isRunning(npm.pid, npm.identity)) return;
		clearInterval(timer);
		then();
	}, CHECK_MS);
	timer.unref();
}
