import { globHolds } from './match';
import { quoteValue } from './quote';
import { scan, splice } from './scan';
import { isAbout } from './top-level';

const ANOTHER = quoteValue('another zone');

/** The text of a query as it is told in a zone: of other zones that it asks for it says that they are others, not which. */
export function withoutOtherZones(text: string, zoneId: string): string {
	const others = scan(text)
		.tokens.flatMap((token) => (token.kind === 'term' && isAbout(token, { field: 'zone' }) ? token.values : []))
		.filter(({ span, parts }) => span.to > span.from && !globHolds(parts, zoneId));
	return others.reduceRight((told, { span }) => splice(told, span, ANOTHER), text);
}
