export interface DemoFacts {
	readonly webUrl: string;
	readonly workerUrl: string;
	/** As the owner of the database. */
	readonly databaseUrl: string;
	readonly redisUrl: string;
	readonly auditHmacKey: string;
	readonly streamsHmacKey: string;
	readonly user: string;
	readonly password: string;
	/** An administrator's token for the API and the command line. */
	readonly apiToken: string;
	readonly pid: number;
}

/** The report for people. */
export function reportText(facts: DemoFacts, dataDir: string, perSecond: number): string {
	const traffic = perSecond > 0 ? `${perSecond} events a second` : 'none (--rate 0)';
	return `
The Caracal Audit Console is running.

  Open     ${facts.webUrl}/search
  Sign in  ${facts.user} with the password ${facts.password}
  Token    ${facts.apiToken} (API and command line, an administrator's)
  Traffic  ${traffic}
  Worker   ${facts.workerUrl}/ready
  Data     ${dataDir} (logs in logs/)
  Stop     Ctrl-C, or: kill ${facts.pid}
`;
}
