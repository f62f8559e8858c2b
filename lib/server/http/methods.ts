import 'server-only';
import { OPERATIONS } from '../../api/operations';

interface Place {
	readonly fixed: Map<string, Place>;
	/** Behind any text. */
	any: Place | null;
	/** Empty where no operation ends. */
	readonly methods: Set<string>;
}

const place = (): Place => ({ fixed: new Map(), any: null, methods: new Set() });

function below(from: Place, segment: string): Place {
	if (segment.startsWith('{')) {
		from.any ??= place();
		return from.any;
	}
	const known = from.fixed.get(segment) ?? place();
	from.fixed.set(segment, known);
	return known;
}

const root = place();
for (const [path, method] of [...OPERATIONS.map((each) => [each.path, each.method] as const), ['/v1/openapi.json', 'GET'] as const])
	path.slice(1).split('/').reduce(below, root).methods.add(method);

/** The place of an address: where a text has a place of its own that goes before any text. */
function found(from: Place, segments: readonly string[], at = 0): Place | null {
	const segment = segments[at];
	if (segment === undefined) return from.methods.size > 0 ? from : null;
	const fixed = from.fixed.get(segment);
	const own = fixed === undefined ? null : found(fixed, segments, at + 1);
	if (own !== null || from.any === null || segment === '') return own;
	return found(from.any, segments, at + 1);
}

/**
 * The methods an address of the interface takes, those that Next adds included; null when it is none.
 * @param path without its query, as it was sent
 */
export function methodsAt(path: string): readonly string[] | null {
	const methods = found(root, path.slice(1).split('/'))?.methods;
	if (methods === undefined) return null;
	return [...methods, ...(methods.has('GET') ? ['HEAD'] : []), 'OPTIONS'];
}
