import { field, objectOf } from '../../lib/events/read-json';
import type { JsonValue } from '../../lib/json';

type JsonRecord = Readonly<Record<string, JsonValue>>;

/** The fields of the documented table, in its order, and the name each has in the API where that is another. */
const DOCUMENTED = [
	['id', 'id'],
	['zone_id', 'zone_id'],
	['event_type', 'event_type'],
	['request_id', 'request_id'],
	['decision', 'decision'],
	['policy_set_id', 'policy_set_id'],
	['policy_set_version_id', 'policy_set_version_id'],
	['manifest_sha', 'manifest_sha'],
	['determining_policies', 'determining_policies_json'],
	['diagnostics', 'diagnostics_json'],
	['metadata', 'metadata_json'],
	['occurred_at', 'occurred_at'],
] as const;

/** Names the command's documentation uses for metadata that producers write under other keys, the first that is there. */
const ALIASES = [
	['principal_id', ['application_id', 'workload_id', 'client_id', 'app_id', 'subject']],
	['resource_id', ['resource']],
] as const;

/** The metadata with `principal_id` and `resource_id`, added at its end when the producer did not write them itself. */
export function documentedMetadata(metadata: JsonValue): JsonValue {
	if (metadata === null || typeof metadata !== 'object' || Array.isArray(metadata)) return metadata;
	const added: [string, JsonValue][] = [];
	for (const [name, sources] of ALIASES) {
		const value = sources.map((source) => field(metadata, source)).find((found) => typeof found === 'string' && found !== '');
		if (value !== undefined && !Object.hasOwn(metadata, name)) added.push([name, value]);
	}
	return added.length === 0 ? metadata : Object.fromEntries([...Object.entries(metadata), ...added]);
}

/** An event of the API under the documented names: the documented fields first, then the others. */
export function documentedEvent(value: JsonValue): JsonRecord {
	const record = objectOf(value);
	const named = DOCUMENTED.map(([name, source]): [string, JsonValue] => {
		const found = field(record, source) ?? null;
		return [name, name === 'metadata' ? documentedMetadata(found) : found];
	});
	const taken = new Set<string>(DOCUMENTED.map(([, source]) => source));
	return Object.fromEntries([...named, ...Object.entries(record).filter(([key]) => !taken.has(key))]);
}
