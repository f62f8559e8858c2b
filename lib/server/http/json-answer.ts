import 'server-only';
import type { Operation } from '../../api/operation';
import { writeJson } from '../../evidence/json-text';

/** Answers that were worded already: several requests may share one (SharedReads). */
const worded = new WeakMap<object, { readonly operation: object; readonly body: string }>();

function bodyOf<Answer>(operation: Pick<Operation<never, never, never, Answer>, 'answer'>, answer: Answer): string {
	if (typeof answer !== 'object' || answer === null) return writeJson(operation.answer.parse(answer));
	const known = worded.get(answer);
	if (known?.operation === operation) return known.body;
	const body = writeJson(operation.answer.parse(answer));
	worded.set(answer, { operation, body });
	return body;
}

/** The answer of an operation as a response: checked against its schema, with JSON of the record embedded as it is stored. */
export function jsonAnswer<Answer>(
	operation: Pick<Operation<never, never, never, Answer>, 'answer' | 'status'>,
	answer: Answer,
	headers: Readonly<Record<string, string>>,
): Response {
	const status = operation.status ?? 200;
	if (status === 204) return new Response(null, { status, headers: { ...headers } });
	// as bytes: of a text the platform first looks for lone surrogates, which JSON.stringify has escaped
	return new Response(Buffer.from(bodyOf(operation, answer)), { status, headers: { ...headers, 'content-type': 'application/json' } });
}
