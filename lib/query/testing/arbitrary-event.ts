import fc from 'fast-check';
import { jsonbText } from '../../chain/jsonb-text';
import type { AuditEvent } from '../../events/contract';
import { DECISIONS, KEYS, numberTexts, TIME, TYPES, valueArbitrary, ZONES } from './values';

/** JSON text, written by hand so that numbers keep their form and no key is lost to a prototype. */
type Json = string;

const text: fc.Arbitrary<Json> = fc.oneof(valueArbitrary, fc.constant('')).map((value) => JSON.stringify(value));
const number: fc.Arbitrary<Json> = fc.constantFrom(...numberTexts);
const scalar = fc.oneof(
	{ weight: 6, arbitrary: text },
	{ weight: 2, arbitrary: number },
	{ weight: 1, arbitrary: fc.constantFrom('null', 'true', 'false') },
);

function object(members: readonly (readonly [string, Json])[]): Json {
	return `{${members.map(([key, value]) => `${JSON.stringify(key)}:${value}`).join(',')}}`;
}
const list = (items: readonly Json[]): Json => `[${items.join(',')}]`;

const lists = (item: fc.Arbitrary<Json>): fc.Arbitrary<Json> => fc.array(item, { maxLength: 3 }).map(list);
const members = (value: fc.Arbitrary<Json>) => fc.array(fc.tuple(fc.constantFrom(...KEYS), value), { maxLength: 3 });

/** Any JSON, a few levels deep, lists in lists too. */
const json: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
	value: fc.oneof({ maxDepth: 4, depthSize: 'small' }, scalar, lists(tie('value')), members(tie('value')).map(object)),
})).value;

const texts = lists(fc.oneof({ weight: 5, arbitrary: text }, { weight: 1, arbitrary: scalar }));
const hop = fc.tuple(text, text, text).map(([app, session, edge]) =>
	object([
		['application_id', app],
		['agent_session_id', session],
		['delegation_edge_id', edge],
	]),
);

/** Keys of the wire with values of their shape; each may be missing, and now and then holds anything. */
const WIRE: Readonly<Record<string, fc.Arbitrary<Json>>> = {
	application_id: text,
	client_id: text,
	workload_id: text,
	resource: text,
	reason: text,
	error_kind: text,
	requested_scopes: texts,
	method: text,
	path: text,
	upstream_host: text,
	upstream_status: number,
	latency_ms: fc.nat(1000).map(String),
	session_id: text,
	authority_record_id: text,
	agent_session_id: text,
	agent_parent_id: text,
	source_session_id: text,
	parent_id: text,
	agent_labels: texts,
	labels: texts,
	delegation_edge_id: text,
	edge_ids: texts,
	delegation_chain: lists(hop),
	challenge_id: text,
	tier: text,
	jti: text,
	trace_id: text,
	provider_id: text,
	subject: text,
	subject_fingerprint: text,
	actor: text,
	approver_subject_id: text,
};

const wireMember = fc
	.constantFrom(...Object.keys(WIRE))
	.chain((key) => fc.tuple(fc.constant(key), fc.oneof({ weight: 9, arbitrary: WIRE[key] ?? text }, { weight: 1, arbitrary: json })));

const metadata = fc.oneof(
	{
		weight: 9,
		arbitrary: fc.tuple(fc.array(wireMember, { maxLength: 10 }), members(json)).map(([wire, own]) => object([...wire, ...own])),
	},
	{ weight: 1, arbitrary: json },
);
const diagnostic = fc.oneof(
	text.map((reason) => object([['reason', reason]])),
	lists(
		fc.tuple(text, text).map(([scope, tier]) =>
			object([
				['scope', scope],
				['tier', tier],
			]),
		),
	).map((risk) => object([['risk', risk]])),
	lists(text.map((tier) => object([['tier', tier]]))).map((tiers) => object([['step_up_required', object([['tiers', tiers]])]])),
	json,
);
const diagnostics = fc.oneof({ weight: 9, arbitrary: lists(diagnostic) }, { weight: 1, arbitrary: json });
const policies = fc.oneof({ weight: 9, arbitrary: lists(text.map((name) => object([['policy', name]]))) }, { weight: 1, arbitrary: json });

/** Stored as the ledger does: jsonb's text form, no document for JSON null. */
const stored = (document: fc.Arbitrary<Json>): fc.Arbitrary<string | null> =>
	fc.option(document, { freq: 5, nil: 'null' }).map((value) => {
		const kept = jsonbText(value);
		return kept === 'null' ? null : kept;
	});

const column = fc.oneof({ weight: 3, arbitrary: valueArbitrary }, { weight: 1, arbitrary: fc.constant('') });

/** Events as the ledger may hold them, with values that queryArbitrary asks for. Ids differ with near certainty. */
export const eventArbitrary: fc.Arbitrary<AuditEvent> = fc.record({
	id: fc.tuple(fc.constantFrom('ev_', 'EV%', 'ev\\'), fc.uuid()).map(([begin, rest]) => begin + rest),
	zoneId: fc.constantFrom(...ZONES),
	eventType: fc.constantFrom(...TYPES),
	requestId: column,
	decision: fc.constantFrom(...DECISIONS),
	policySetId: column,
	policySetVersionId: column,
	manifestSha: column,
	evaluationStatus: column,
	determiningPoliciesText: stored(policies),
	diagnosticsText: stored(diagnostics),
	metadataText: stored(metadata),
	occurredAt: fc.bigInt({ min: TIME.from, max: TIME.to - 1n }),
});
