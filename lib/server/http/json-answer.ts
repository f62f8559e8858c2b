import 'server-only';
import type { Operation } from '../../api/operation';
import { writeJson } from '../../evidence/json-text';

type Answering<Answer> = Pick<Operation<never, never, never, Answer>, 'answer' | 'status'>;

/** Answers that were worded already: several requests may share one (SharedReads). */
const worded = new WeakMap<object, { readonly operation: object; readonly body: Buffer<ArrayBuffer> }>();

function bodyOf<Answer>(operation: Answering<Answer>, answer: Answer): Buffer<ArrayBuffer> {
	const word = () => Buffer.from(writeJson(operation.answer.parse(answer)));
	if (typeof answer !== 'object' || answer === null) return word();
	const known = worded.get(answer);
	if (known?.operation === operation) return known.body;
	const body = word();
	worded.set(answer, { operation, body });
	return body;
}

/** The answer of an operation in bytes: checked against its schema, with JSON of the record embedded as it is stored. */
export function answerBody<Answer>(operation: Answering<Answer>, answer: Answer): { status: number; body: Buffer<ArrayBuffer> | null } {
	const status = operation.status ?? 200;
	return { status, body: status === 204 ? null : bodyOf(operation, answer) };
}

/** The same as a response. */
export function jsonAnswer<Answer>(operation: Answering<Answer>, answer: Answer, headers: Readonly<Record<string, string>>): Response {
	const { status, body } = answerBody(operation, answer);
	if (body === null) return new Response(null, { status, headers: { ...headers } });
	return new Response(body, { status, headers: { ...headers, 'content-type': 'application/json' } });
}
