import { type ReasonRow, reasonsOf } from './reason';

const ROWS: Readonly<Record<string, ReasonRow>> = {
	no_rule_matched: [
		'policy',
		'No rule allows it',
		'no rule allows it',
		'No rule of the policy set allows this application to do this. It is also what a narrowed policy answers.',
		'If it worked before, look at the policy version activated since. Otherwise add a rule for exactly this scope, or leave it denied.',
	],
	restriction_active: [
		'policy',
		'Restriction active',
		'a restriction is active',
		'A rule that restricts overrides the ones that allow.',
		'Find out who set the restriction and why before lifting it.',
	],
	malformed_risk_data: [
		'policy',
		'Risk data malformed',
		"the policy's risk data is malformed",
		'The risk tiers in the policy data cannot be read, so everything that needs them is denied.',
		'Correct the policy data and activate a new version, or go back to the previous one.',
	],
	malformed_approval_data: [
		'policy',
		'Approval data malformed',
		"the policy's approval data is malformed",
		'The approval tiers in the policy data cannot be read, so everything that needs them is denied.',
		'Correct the policy data and activate a new version, or go back to the previous one.',
	],
	resource_not_granted: [
		'policy',
		'Resource not granted',
		'it was never granted that resource',
		'The application holds no grant for this resource.',
		'Grant it if it is wanted; a session or delegation cannot give more than the grant.',
	],
	delegation_scope_exceeded: [
		'delegation',
		'Delegation exceeded',
		'its delegation lacks that scope',
		'The scope asked for exceeds what the delegation granted.',
		'Have the delegating application delegate the scope, if the agent should have it. Do not widen the policy for this.',
	],
	confinement_violation: [
		'session',
		'Outside its confinement',
		'it is confined to less than that',
		'The session is confined by its labels or its kind to less than it asked for.',
		'Check labels and kind of the session; start it with others if the work needs more.',
	],
	role_scope_mismatch: [
		'scopes',
		'Role lacks the scope',
		'its role lacks that scope',
		'The role of the application does not include the scope asked for.',
		'Add the scope to the role if every holder of the role should have it; otherwise give this application another role.',
	],
	mandate_target_mismatch: [
		'token',
		'Mandate for another target',
		'its mandate names another target',
		'The token presented was minted for another resource than the one it is used on.',
		'Mint a mandate for this resource. A token turning up at the wrong target may have leaked.',
	],
	no_active_policy_set: [
		'policy',
		'No active policy set',
		'no policy set is active',
		'The zone has no active policy set, so everything is denied.',
		'Activate a policy set for the zone.',
	],
	step_up_required: [
		'approval',
		'Approval required',
		'a person has to approve it first',
		'Policy says yes on the condition that a person approves. The request is held; nothing is granted until then.',
		'Have an approver decide the hold before it expires, then let the caller try again.',
	],
};

/** Every reason among the diagnostics of wire reference 2.2, with the hold, which has a key of its own there. */
export const DIAGNOSTIC_REASONS = reasonsOf('diagnostic', ROWS);
