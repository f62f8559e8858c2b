import 'server-only';
import type { Operation } from '../../api/operation';
import { writeJson } from '../../evidence/json-text';

/** The answer of an operation as a response: checked against its schema, with JSON of the record embedded as it is stored. */
export function jsonAnswer<Answer>(
	operation: Pick<Operation<never, never, never, Answer>, 'answer' | 'status'>,
	answer: Answer,
	headers: Readonly<Record<string, string>>,
): Response {
	const status = operation.status ?? 200;
	if (status === 204) return new Response(null, { status, headers: { ...headers } });
	const body = writeJson(operation.answer.parse(answer));
	return new Response(body, { status, headers: { ...headers, 'content-type': 'application/json' } });
}
