import { isSensitiveKey } from '../evidence/redact';
import { complain, type Outcome } from './complaint';
import { type FieldName, fieldNamed, spellings } from './fields';
import { PATH_LENGTH_MAX } from './limits';
import { nearest } from './nearest';
import type { Term, TypedName } from './scan';

export type Name = { readonly field: FieldName } | { readonly path: readonly string[] };

/** Names of the wire that mean something else here, or two things. */
const MISLEADING: Readonly<Record<string, { readonly message: string; readonly instead: string }>> = {
	'session-id': {
		message: 'On the wire session_id is the authority record. Write authority: for it, session: for the session of an agent.',
		instead: 'authority',
	},
	meta: { message: 'Name the key of the metadata: meta.key:value', instead: 'meta.key' },
	metadata: { message: 'Name the key of the metadata: meta.key:value', instead: 'meta.key' },
};

/** A text in quotes, meant exactly. */
export function quoted(text: string): string {
	return `"${text.replace(/[\\"*]/g, '\\$&')}"`;
}

function pathOf(name: TypedName, path: readonly string[]): Outcome<Name> {
	if (path.some((key) => key === '')) return complain(name.span, 'A key of this path is empty.');
	if (path.length > PATH_LENGTH_MAX) return complain(name.span, `A path has at most ${PATH_LENGTH_MAX} keys.`);
	const secret = path.find(isSensitiveKey);
	if (secret !== undefined) return complain(name.span, `Values under ${secret} are secrets and cannot be searched.`);
	return { value: { path } };
}

/**
 * The field or path a qualifier names. An unknown one is near another, or was meant as text.
 * @param text the whole query
 */
export function nameOf(text: string, term: Term, name: TypedName): Outcome<Name> {
	if (name.path !== null) return pathOf(name, name.path);
	const field = fieldNamed(name.text);
	if (field !== null) return { value: { field } };
	const spelled = name.text.toLowerCase().replaceAll('_', '-');
	if (Object.hasOwn(MISLEADING, spelled)) {
		const { message = '', instead = '' } = MISLEADING[spelled] ?? {};
		return complain(name.span, message, instead);
	}
	const isAddress = text.startsWith('//', name.span.to + 1);
	const near = isAddress ? null : nearest(spelled, spellings().keys());
	const meant = near === null ? null : fieldNamed(near);
	if (meant !== null) return complain(name.span, `There is no field ${name.text}. Did you mean ${meant}?`, meant);
	const message = `There is no field ${name.text}. Put a text with a colon in quotes; a key of the metadata is meta.${name.text}:`;
	return complain(term.span, message, quoted(text.slice(term.span.from, term.span.to)));
}
