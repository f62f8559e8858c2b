import type { Child } from './child';
import type { Claim } from './server-record';

/** Stores are stopped after everything that writes to them. */
export const STORE_STAGE = 9;

export interface ServiceOptions {
	/** Folder of this server alone; made when missing. Its data survives a restart. */
	readonly dataDir: string;
	/** A free port when left out. */
	readonly port?: number;
	/** Of Postgres: false for data that may be lost when the machine, not the server, stops. True when left out. */
	readonly outlivesPower?: boolean;
	/** Where its log goes; `<dataDir>/server.log` when left out. */
	readonly logFile?: string;
}

export interface Service {
	/** With user and password. For Postgres: a superuser, who owns the database. */
	readonly url: string;
	readonly port: number;
	readonly pid: number;
	/** Settles when the server has ended, whoever stopped it, with words for it. */
	readonly exited: Promise<string>;
	logTail(count: number): string[];
	/** Stops the server in order and frees the data folder. */
	stop(): Promise<void>;
}

/** A started server as what its users see of it. */
export function serviceOf(url: string, port: number, server: Child, claim: Claim): Service {
	return {
		url,
		port,
		pid: server.pid,
		exited: server.exited,
		logTail: server.logTail,
		async stop() {
			await server.stop();
			claim.release();
		},
	};
}
