import { describeEvent } from '../../lib/events/describe';
import { field, textAt } from '../../lib/events/read-json';
import { textOf } from '../../lib/events/words';
import type { JsonValue } from '../../lib/json';
import { parseRfc3339Micros } from '../../lib/time';
import { rounded } from '../json/lossless';

/** The event in the words the console has for it. Text from outside is visible and cut in it. */
export function sentenceOf(record: Readonly<Record<string, JsonValue>>): string {
	const json = (key: string) => rounded(field(record, key) ?? null);
	const segments = describeEvent({
		eventType: textAt(record, 'event_type'),
		decision: textAt(record, 'decision'),
		evaluationStatus: textAt(record, 'evaluation_status'),
		requestId: textAt(record, 'request_id'),
		policySetId: textAt(record, 'policy_set_id'),
		policySetVersionId: textAt(record, 'policy_set_version_id'),
		occurredAt: parseRfc3339Micros(textAt(record, 'occurred_at')) ?? 0n,
		determiningPolicies: json('determining_policies_json'),
		diagnostics: json('diagnostics_json'),
		metadata: json('metadata_json'),
	});
	return textOf(segments);
}
