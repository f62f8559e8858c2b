import { describe, expect, test } from 'vitest';
import { KNOWN_REASONS, reasonWords } from '../events/reasons';
import { textOf } from '../events/words';
import { REASONS, type ReasonFamily, reasonFor } from './reasons';

/** The codes as the wire reference lists them, section by section. */
const WIRE: Readonly<Record<ReasonFamily, string>> = {
	// 2.2, 2.3, 2.5 and 2.6
	status: `complete approval_invalid approval_already_consumed approval_rejected approval_expired approval_policy_changed
		approval_class_conflict resource_not_found scope_mismatch resource_outside_delegation operation_not_permitted rate_limited
		control_resource_requires_control_key provider_unavailable credential_not_provisioned credential_refresh_failed
		credential_injection_denied subject_federation_invalid subject_federation_rejected policy_eval_failed exchange_denied
		provider_credential_unavailable workload_auth_failed anomaly executed upstream_error upstream_rejected build_failed`,
	// 2.2
	diagnostic: `no_rule_matched restriction_active malformed_risk_data malformed_approval_data resource_not_granted
		delegation_scope_exceeded confinement_violation role_scope_mismatch mandate_target_mismatch no_active_policy_set step_up_required`,
	// 2.6
	'gateway-error': 'upstream_not_addressable provider_host_not_allowed request_build_failed transport_error response_copy_failed',
	// 2.7
	control: 'scope_missing',
	// 1.5
	authority: `delegation_revoked requested ttl parent_terminated service_heartbeat_lost subject_authority_inactive grant_revoked
		subject_revoked dcr_shutdown`,
};
const families = Object.entries(WIRE).map(([family, codes]) => [family, codes.split(/\s+/)] as const);

describe('the table of reasons', () => {
	test.each(families)('covers every code of family %s, and no other', (family, codes) => {
		expect(
			REASONS.filter((reason) => reason.family === family)
				.map(({ code }) => code)
				.sort(),
		).toEqual([...codes].sort());
	});

	test.each(REASONS)('$code has a label, a clause, a meaning and sentences', ({ code, label, words, meaning, next }) => {
		expect(label).toMatch(/^[A-Z][^.]{2,39}$/);
		expect(words).toMatch(/^[a-z].*[^.]$/);
		expect(meaning).toMatch(/^[A-Z].*\.$/);
		expect(next).toMatch(/^$|^[A-Z].*\.$/);
		expect(`${label} ${meaning} ${next}`).not.toContain(code.includes('_') ? code : '_');
	});

	test('a code stands in one family only', () => {
		expect(new Set(REASONS.map(({ code }) => code)).size).toBe(REASONS.length);
	});

	test.each(['', 'made_up', '__proto__', 'constructor', 'toString', 'Complete'])('%j is not explained', (code) => {
		expect(reasonFor(code)).toBeNull();
	});

	test('sentences take their words from it, and show what it does not know as it is', () => {
		for (const code of KNOWN_REASONS) expect(textOf(reasonWords(code))).toBe(reasonFor(code)?.words);
		expect(textOf(reasonWords('made_up'))).toBe('reason made_up');
		expect(KNOWN_REASONS).toContain('no_rule_matched');
	});
});
