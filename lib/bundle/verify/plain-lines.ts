import { fromHex, utf8Text } from '../../primitives/text';
import {
	BUNDLE_FORMAT,
	BUNDLE_VERSION,
	type BundleCounts,
	type BundleManifest,
	BundleRejected,
	type FieldKind,
	KEYS_MAX,
	noCounts,
	STATEMENT_FIELDS,
	STATEMENT_TYPES,
	type StatementType,
} from '../form';

/** Every line that is not an event, as it was read. */
export type PlainLine =
	| { readonly type: 'manifest'; readonly manifest: BundleManifest }
	| { readonly type: 'zone'; readonly zoneId: string; readonly origin: string }
	| { readonly type: 'omitted'; readonly first: number; readonly last: number; readonly hash: Uint8Array }
	| { readonly type: 'checkpoint'; readonly size: number; readonly note: string }
	| { readonly type: 'statement'; readonly statement: StatementType }
	| { readonly type: 'trailer'; readonly counts: BundleCounts; readonly sha256: string }
	| { readonly type: 'seal'; readonly note: string };

type Fields = Readonly<Record<string, FieldKind | 'texts'>>;
const MANIFEST: Fields = {
	version: 'count',
	producer: 'text',
	exported_at: 'text',
	exported_by: 'text',
	subject_kind: 'text',
	subject: 'text',
	filter: 'text',
	from: 'text?',
	to: 'text?',
	keys: 'texts',
};
const COUNT_NAMES = [
	'zones',
	'events',
	'omitted',
	'checkpoints',
	'alert',
	'sweep',
	'policy',
	'missing',
] as const satisfies (keyof BundleCounts)[];

const isCount = (value: unknown): boolean => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;

function isOf(kind: FieldKind | 'texts', value: unknown): boolean {
	switch (kind) {
		case 'text':
			return typeof value === 'string';
		case 'text?':
			return value === null || typeof value === 'string';
		case 'count':
			return isCount(value);
		case 'count?':
			return value === null || isCount(value);
		case 'texts':
			return Array.isArray(value) && value.length <= KEYS_MAX && value.every((item) => typeof item === 'string');
	}
}

/** The line as an object, if it is the one way of writing it. */
function parse(bytes: Uint8Array): Map<string, unknown> {
	const text = utf8Text(bytes);
	if (text === null) throw new BundleRejected('The line is not UTF-8.');
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch (error) {
		throw new BundleRejected('The line is not JSON.', { cause: error });
	}
	if (typeof value !== 'object' || value === null || JSON.stringify(value) !== text)
		throw new BundleRejected('The line is not in its form.');
	return new Map<string, unknown>(Object.entries(value));
}

/** Reads values of which `check` has made sure. */
class Values {
	constructor(private readonly values: ReadonlyMap<string, unknown>) {}

	/** Refuses the line unless it has exactly these fields behind its type, in this order. */
	check(fields: Fields): void {
		const names = [...this.values.keys()];
		const isExact = names.join() === ['type', ...Object.keys(fields)].join();
		if (!isExact || Object.entries(fields).some(([name, kind]) => !isOf(kind, this.values.get(name))))
			throw new BundleRejected('The line does not have the fields of its type.');
	}

	text(name: string): string {
		const value = this.values.get(name);
		return typeof value === 'string' ? value : '';
	}

	textOrNull(name: string): string | null {
		const value = this.values.get(name);
		return typeof value === 'string' ? value : null;
	}

	texts(name: string): string[] {
		const value = this.values.get(name);
		return Array.isArray(value) ? value.map(String) : [];
	}

	count(name: string): number {
		return Number(this.values.get(name));
	}
}

function manifestOf(values: Values): PlainLine {
	if (values.count('version') !== BUNDLE_VERSION)
		throw new BundleRejected(`The bundle has a version other than ${BUNDLE_VERSION}; a newer verifier may read it.`);
	values.check(MANIFEST);
	return {
		type: 'manifest',
		manifest: {
			producer: values.text('producer'),
			exportedAt: values.text('exported_at'),
			exportedBy: values.text('exported_by'),
			subject: { kind: values.text('subject_kind'), text: values.text('subject') },
			filter: values.text('filter'),
			from: values.textOrNull('from'),
			to: values.textOrNull('to'),
			keys: values.texts('keys'),
		},
	};
}

function trailerOf(values: Values): PlainLine {
	values.check({ ...Object.fromEntries(COUNT_NAMES.map((name) => [name, 'count' as const])), sha256: 'text' });
	const counts = noCounts();
	for (const name of COUNT_NAMES) counts[name] = values.count(name);
	return { type: 'trailer', counts, sha256: values.text('sha256') };
}

/**
 * Reads a line that is not an event.
 * @throws BundleRejected when it is not exactly in the form of its type
 */
export function readPlainLine(bytes: Uint8Array): PlainLine {
	const object = parse(bytes);
	const values = new Values(object);
	const type = object.get('type');
	switch (type) {
		case BUNDLE_FORMAT:
			return manifestOf(values);
		case 'zone':
			values.check({ zone_id: 'text', origin: 'text' });
			return { type, zoneId: values.text('zone_id'), origin: values.text('origin') };
		case 'omitted': {
			values.check({ first: 'count', last: 'count', hash: 'text' });
			const hash = fromHex(values.text('hash'));
			if (hash === null || hash.length !== 32) throw new BundleRejected('A hash is 64 lowercase hex digits.');
			return { type, first: values.count('first'), last: values.count('last'), hash };
		}
		case 'checkpoint':
			values.check({ size: 'count', note: 'text' });
			return { type, size: values.count('size'), note: values.text('note') };
		case 'trailer':
			return trailerOf(values);
		case 'seal':
			values.check({ note: 'text' });
			return { type, note: values.text('note') };
		default: {
			const statement = STATEMENT_TYPES.find((known) => known === type);
			if (statement === undefined) throw new BundleRejected('The line is of a type this version does not know.');
			values.check(STATEMENT_FIELDS[statement]);
			return { type: 'statement', statement };
		}
	}
}
