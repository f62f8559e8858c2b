/** A tenant of the simulated deployment. */
export interface Zone {
	readonly id: string;
	/** Share of the traffic, relative to the other zones. */
	readonly weight: number;
	/** Zone offset of the hosts its Go services run on, in minutes. */
	readonly hostOffsetMinutes: number;
}

export type AuthMode = 'none' | 'caracal_jwt' | 'provider_oauth' | 'provider_apikey';

export interface Resource {
	readonly name: string;
	/** `resource://<name>`. */
	readonly identifier: string;
	readonly scopes: readonly string[];
	readonly authMode: AuthMode;
	/** `''` when nothing provides a credential. */
	readonly providerId: string;
	readonly host: string;
	/** Connections to its provider, of which a call uses one. */
	readonly connectionIds: readonly string[];
}

export interface Application {
	readonly id: string;
	readonly name: string;
	readonly registration: 'managed' | 'dcr';
	/** Whether it starts sessions for people and delegates to others. */
	readonly orchestrates: boolean;
	readonly lifecycle: 'task' | 'service';
	readonly labels: readonly string[];
	/** What its role may reach, by resource name. */
	readonly resources: readonly Resource[];
	/** Its own authority record, which agents without a person behind them present. */
	readonly authorityRecordId: string;
}

export interface Person {
	readonly subject: string;
	readonly account: string;
	readonly authorityRecordId: string;
}

export interface Workload {
	readonly id: string;
	readonly name: string;
	readonly env: string;
	readonly resources: readonly Resource[];
}

export interface PolicyVersion {
	readonly setId: string;
	readonly versionId: string;
	readonly manifestSha: string;
}
