import { byteAt } from '../chain/bytes';
import { PART } from '../chain/preimage';

/** Position of `occurred_at` among the fields: behind the hashed parts. */
export const FIELD_OCCURRED_AT = 12;
export const FIELD_COUNT = 13;
export const FIELD_UNKNOWN = -1;

/** Wire names of the members of `data` (wire reference 1.3), by the part they fill. */
const NAMES: Readonly<Record<string, number>> = {
	id: PART.id,
	zone_id: PART.zoneId,
	event_type: PART.eventType,
	request_id: PART.requestId,
	decision: PART.decision,
	policy_set_id: PART.policySetId,
	policy_set_version_id: PART.policySetVersionId,
	manifest_sha: PART.manifestSha,
	evaluation_status: PART.evaluationStatus,
	determining_policies_json: PART.determiningPolicies,
	diagnostics_json: PART.diagnostics,
	metadata_json: PART.metadata,
	occurred_at: FIELD_OCCURRED_AT,
};

interface FieldName {
	readonly field: number;
	readonly name: string;
	readonly bytes: Buffer;
}

const FIELDS: readonly FieldName[] = Object.entries(NAMES).map(([name, field]) => ({ field, name, bytes: Buffer.from(name) }));
const LENGTH_MAX = 25;
const BY_LENGTH: readonly (readonly FieldName[])[] = Array.from({ length: LENGTH_MAX + 1 }, (_, length) =>
	FIELDS.filter((field) => field.name.length === length),
);
const BY_NAME = new Map(FIELDS.map((field) => [field.name, field.field]));

/** The wire name of a field, for reasons. */
export function fieldName(field: number): string {
	return FIELDS.find((candidate) => candidate.field === field)?.name ?? '';
}

function same(bytes: Buffer, list: Buffer, start: number): boolean {
	for (let i = 0; i < bytes.length; i++) {
		if (byteAt(bytes, i) !== byteAt(list, start + i)) return false;
	}
	return true;
}

/** Names Go's case folding takes for another's: ASCII letters of either case, and the two letters that fold into s and k. */
const FOLDABLE = /^[A-Za-z_\u017f\u212a]+$/;

/** The field a member name means, or FIELD_UNKNOWN. Like Go's decoder, exactly or else in any case. */
export function fieldOf(list: Buffer, start: number, end: number): number {
	const candidates = BY_LENGTH[end - start];
	if (candidates !== undefined) {
		for (const candidate of candidates) {
			if (same(candidate.bytes, list, start)) return candidate.field;
		}
	}
	if (end - start > LENGTH_MAX * 3) return FIELD_UNKNOWN;
	const name = list.toString('utf8', start, end);
	if (!FOLDABLE.test(name)) return FIELD_UNKNOWN;
	return BY_NAME.get(name.replaceAll('\u017f', 's').replaceAll('\u212a', 'k').toLowerCase()) ?? FIELD_UNKNOWN;
}
