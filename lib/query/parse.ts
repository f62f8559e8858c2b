import type { FieldLeaf, MetadataLeaf, Problem, Query, Span } from './ast';
import { type Complaint, problemOf } from './complaint';
import { field } from './fields';
import { wordsQuery } from './free-text';
import { allOf, anyOf, contradictions, joinRun, type Part } from './level';
import { DEPTH_MAX, LEAVES_MAX, TEXT_LENGTH_MAX } from './limits';
import { type Name, nameOf } from './name-of';
import { type Scan, type Sign, scan, type Term, type Token } from './scan';
import { fieldTest, metadataTest } from './test-of';

export interface ParsedQuery {
	/** What was understood. Not to be run while there are problems. */
	readonly query: Query;
	/** In the order of the text. */
	readonly problems: readonly Problem[];
}

const UNSTORABLE = /\0|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
/** Problems told of one text: a hostile one has thousands, each with a suggestion of its own length. */
const PROBLEMS_MAX = 20;

class Parser {
	readonly problems: Problem[] = [];
	private readonly tokens: readonly Token[];
	private readonly isCut: boolean;
	private at = 0;
	private leaves = 0;
	private depth = 0;
	/** Behind this point nothing was read: what is missing there is no fault of the text. */
	private hasGivenUp = false;

	constructor(
		private readonly text: string,
		scanned: Scan,
		private readonly nowMicros: bigint,
	) {
		this.tokens = scanned.tokens;
		this.problems.push(...scanned.problems);
		this.isCut = scanned.problems.length > 0;
	}

	run(): Query {
		const all: Query[] = [];
		while (this.at < this.tokens.length) {
			const query = this.either();
			if (query !== null) all.push(query);
			const close = this.take('close');
			if (close !== null) this.report(close.span, 'This ) closes nothing.', '');
		}
		return allOf(all);
	}

	private report(span: Span, message: string, replace: string | null): void {
		this.complain({ span, message, replace });
	}

	private complain(complaint: Complaint): void {
		if (this.problems.length < PROBLEMS_MAX) this.problems.push(problemOf(this.text, complaint));
	}

	private take(...kinds: Sign['kind'][]): Sign | null {
		const token = this.tokens[this.at];
		if (token === undefined || token.kind === 'term' || !kinds.includes(token.kind)) return null;
		this.at++;
		return token;
	}

	/** Gives up on the rest, with one problem instead of many that follow from it. */
	private stop(span: Span, message: string): void {
		this.report(span, message, null);
		this.hasGivenUp = true;
		this.at = this.tokens.length;
	}

	private either(): Query | null {
		return this.operands('or', 'OR', () => this.both(), anyOf);
	}

	private both(): Query | null {
		return this.operands('and', 'AND', () => this.sideBySide(), allOf);
	}

	/** Operands of AND or OR. One that is missing is reported at the operator; null when there is none at all. */
	private operands(kind: 'and' | 'or', word: string, next: () => Query | null, join: (of: readonly Query[]) => Query): Query | null {
		const all: Query[] = [];
		let operator: Sign | null = null;
		for (;;) {
			const operand = next();
			if (operand !== null) all.push(operand);
			else if (operator !== null && !this.hasGivenUp) this.report(operator.span, `Nothing stands beside this ${word}.`, '');
			const isFirst = operator === null;
			operator = this.take(kind);
			if (operator === null) return all.length === 0 ? null : join(all);
			if (operand === null && isFirst) {
				this.report(operator.span, `Nothing stands before this ${word}.`, '');
				operator = null;
			}
		}
	}

	/** Terms side by side: all must hold, a field named again for another of its values. */
	private sideBySide(): Query | null {
		const parts: Part[] = [];
		for (let part = this.part(); part !== null; part = this.part()) parts.push(part);
		this.problems.push(...contradictions(parts));
		return parts.length === 0 ? null : joinRun(parts.filter(({ any }) => any.length > 0));
	}

	private part(): Part | null {
		const token = this.tokens[this.at];
		if (token?.kind === 'term') {
			this.at++;
			return this.term(token);
		}
		const sign = this.take('not', 'minus', 'open');
		if (sign === null) return null;
		if (++this.depth > DEPTH_MAX) {
			this.stop(sign.span, `Brackets and negations may stand ${DEPTH_MAX} deep.`);
			return null;
		}
		const part = sign.kind === 'open' ? this.group(sign) : this.negation(sign);
		this.depth--;
		return part;
	}

	private negation(sign: Sign): Part {
		const next = this.tokens[this.at];
		if (sign.kind === 'minus' && next !== undefined && next.span.from > sign.span.to)
			this.report({ from: sign.span.from, to: next.span.from }, 'A minus sign stands right before what it leaves out.', '-');
		const part = this.part();
		if (part !== null) return { any: [{ kind: 'not', of: anyOf(part.any) }], key: null, span: { from: sign.span.from, to: part.span.to } };
		const written = sign.kind === 'not' ? 'NOT' : 'minus sign';
		if (!this.hasGivenUp) this.report(sign.span, `Nothing stands behind this ${written}. Put it in quotes to look for it.`, '');
		return { any: [], key: null, span: sign.span };
	}

	private group(open: Sign): Part {
		const query = this.either();
		const close = this.take('close');
		const span = { from: open.span.from, to: close?.span.to ?? this.text.length };
		if (close === null) {
			if (!this.hasGivenUp) this.unclosed(open);
		} else if (query === null) this.report(span, 'Nothing stands between these brackets.', '');
		return { any: query === null ? [] : [query], key: null, span };
	}

	/** Behind a quote that is never closed, or a last backslash, a bracket would close nothing. */
	private unclosed({ span }: Sign): void {
		this.problems.push({ span, message: 'This ( is never closed.', suggestion: this.isCut ? null : `${this.text})` });
	}

	private term(term: Term): Part {
		const { span } = term;
		this.leaves += term.values.length;
		if (this.leaves > LEAVES_MAX) {
			this.stop(span, `A query may hold ${LEAVES_MAX} values.`);
			return { any: [], key: null, span };
		}
		if (term.name === null) return this.words(term);
		const name = nameOf(this.text, term, term.name);
		if ('complaint' in name) {
			this.complain(name.complaint);
			return { any: [], key: null, span };
		}
		const any = term.values.flatMap((value, i) => {
			const outcome =
				'path' in name.value ? metadataTest(term.name?.text ?? '', value) : fieldTest(field(name.value.field), value, this.nowMicros);
			if ('value' in outcome) return [leafOf(name.value, outcome.value, span)];
			this.complain(
				value.span.from === value.span.to && term.values.length > 1 ? this.surplusComma(term, i) : this.atValue(term, outcome.complaint),
			);
			return [];
		});
		return { any, key: 'path' in name.value ? JSON.stringify(name.value.path) : name.value.field, span };
	}

	/** A missing value is reported at the name, where there is something to see. */
	private atValue(term: Term, complaint: Complaint): Complaint {
		const { span } = complaint;
		if (span.from !== span.to || term.name === null) return complaint;
		const named = this.text.slice(term.span.from, term.span.to);
		const isGuess = complaint.replace !== null && this.text[span.to] !== '(';
		return { ...complaint, span: term.span, replace: isGuess ? named + complaint.replace : null };
	}

	private surplusComma(term: Term, index: number): Complaint {
		const value = term.values[index]?.span ?? term.span;
		const span = index === 0 ? { from: value.from, to: value.from + 1 } : { from: value.from - 1, to: value.from };
		return { span, message: 'No value stands beside this comma.', replace: '' };
	}

	private words({ values, span }: Term): Part {
		const [value] = values;
		const outcome = value === undefined ? null : wordsQuery(value);
		if (outcome !== null && 'value' in outcome) return { any: [outcome.value], key: null, span };
		if (outcome !== null) this.complain(outcome.complaint);
		return { any: [], key: null, span };
	}
}

function leafOf(name: Name, test: FieldLeaf['test'], span: Span): FieldLeaf | MetadataLeaf {
	return 'path' in name ? { kind: 'metadata', path: name.path, test, span } : { kind: 'field', field: name.field, test, span };
}

/** The first character that no record holds: U+0000 or half of a pair. The suggestion is without any of them. */
function unstorable(text: string): Problem[] {
	const from = text.search(UNSTORABLE);
	if (from < 0) return [];
	const suggestion = text.replace(new RegExp(UNSTORABLE, 'g'), '');
	return [{ span: { from, to: from + 1 }, message: 'No record holds this character.', suggestion }];
}

/**
 * Reads the text of a query. Total: whatever is typed gives a tree and the problems with it, and never throws.
 * @param context.nowMicros what `since:15m` counts from
 */
export function parseQuery(text: string, context: { readonly nowMicros: bigint }): ParsedQuery {
	if (text.length > TEXT_LENGTH_MAX) {
		const message = `A query may hold ${TEXT_LENGTH_MAX.toLocaleString('en')} characters; this one has ${text.length.toLocaleString('en')}.`;
		return { query: { kind: 'all' }, problems: [{ span: { from: TEXT_LENGTH_MAX, to: text.length }, message, suggestion: null }] };
	}
	const parser = new Parser(text, scan(text), context.nowMicros);
	const query = parser.run();
	const problems = [...unstorable(text), ...parser.problems].sort((a, b) => a.span.from - b.span.from || a.span.to - b.span.to);
	return { query, problems };
}
