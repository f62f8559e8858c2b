import type { Problem, Span } from './ast';

/** A value as typed: the literal texts between its unescaped stars. One part: no star. */
export interface TypedValue {
	readonly span: Span;
	readonly parts: readonly string[];
	/** Neither quoted nor escaped anywhere, so that signs such as `>` and `..` keep their meaning. */
	readonly isPlain: boolean;
}

/** What stands before the colon of a term. */
export interface TypedName {
	readonly span: Span;
	readonly text: string;
	/** The keys behind `meta.`; null for any other name. */
	readonly path: readonly string[] | null;
}

export interface Term {
	readonly kind: 'term';
	readonly span: Span;
	/** Null for free text, which has exactly one value. */
	readonly name: TypedName | null;
	readonly values: readonly TypedValue[];
}

export interface Sign {
	readonly kind: 'open' | 'close' | 'and' | 'or' | 'not' | 'minus';
	readonly span: Span;
}

export type Token = Term | Sign;

export interface Scan {
	readonly tokens: readonly Token[];
	readonly problems: readonly Problem[];
}

const BLANK = /\s/;
const NAME = /[A-Za-z_][\w.-]*(?=:)/y;
const METADATA = /meta(?:data)?\./iy;
const KEYWORDS: Readonly<Record<string, Sign['kind']>> = { AND: 'and', OR: 'or', NOT: 'not' };
/** Ends a bare key of a path. */
const KEY_END = new Set([' ', '\t', '\n', '\r', '.', ':', '"', '(', ')', ',']);

/** The text with a span of it replaced. */
export function splice(text: string, span: Span, by: string): string {
	return text.slice(0, span.from) + by + text.slice(span.to);
}

class Scanner {
	readonly tokens: Token[] = [];
	readonly problems: Problem[] = [];
	private at = 0;

	constructor(private readonly text: string) {}

	run(): Scan {
		const { text } = this;
		while (this.at < text.length) {
			const character = text[this.at] ?? '';
			if (BLANK.test(character)) this.at++;
			else if (character === '(') this.sign('open');
			else if (character === ')') this.sign('close');
			else if (character === '-') this.sign('minus');
			else this.term();
		}
		return this;
	}

	private sign(kind: Sign['kind']): void {
		this.tokens.push({ kind, span: { from: this.at, to: ++this.at } });
	}

	private term(): void {
		const from = this.at;
		const name = this.name();
		const values = [this.value(name !== null)];
		while (name !== null && this.text[this.at] === ',') {
			this.at++;
			values.push(this.value(true));
		}
		const span = { from, to: this.at };
		const word = this.text.slice(from, this.at);
		if (name === null && Object.hasOwn(KEYWORDS, word)) this.tokens.push({ kind: KEYWORDS[word] ?? 'and', span });
		else this.tokens.push({ kind: 'term', span, name, values });
	}

	/** Reads `name:` and stands behind the colon, or reads nothing. */
	private name(): TypedName | null {
		const from = this.at;
		METADATA.lastIndex = from;
		const prefix = METADATA.exec(this.text)?.[0];
		if (prefix !== undefined) {
			const path = this.path(from + prefix.length);
			if (path !== null) return { span: { from, to: this.at - 1 }, text: this.text.slice(from, this.at - 1), path };
		}
		NAME.lastIndex = from;
		const text = NAME.exec(this.text)?.[0];
		if (text === undefined) return null;
		this.at = from + text.length + 1;
		return { span: { from, to: this.at - 1 }, text, path: null };
	}

	/** Reads the keys of a path up to and with the colon, or reads nothing when there is none. A key may be quoted or escaped. */
	private path(start: number): string[] | null {
		const { text } = this;
		const keys: string[] = [];
		let key = '';
		let at = start;
		let isQuoted = false;
		for (; at < text.length; at++) {
			const character = text[at] ?? '';
			if (character === '\\') key += text[++at] ?? '';
			else if (character === '"') isQuoted = !isQuoted;
			else if (isQuoted || !KEY_END.has(character)) key += character;
			else if (character === '.') {
				keys.push(key);
				key = '';
			} else break;
		}
		if (text[at] !== ':') return null;
		this.at = at + 1;
		return [...keys, key];
	}

	/** Reads up to a blank, a bracket or, in a list of values, a comma. Quotes may stand anywhere in it. */
	private value(isListed: boolean): TypedValue {
		const { text } = this;
		const from = this.at;
		const parts: string[] = [];
		let part = '';
		let quote = -1;
		let isPlain = true;
		for (; this.at < text.length; this.at++) {
			const character = text[this.at] ?? '';
			if (character === '\\') {
				isPlain = false;
				if (this.at + 1 === text.length) this.danglingEscape(quote >= 0);
				else part += text[++this.at];
			} else if (character === '"') {
				isPlain = false;
				quote = quote < 0 ? this.at : -1;
			} else if (character === '*') {
				parts.push(part);
				part = '';
			} else if (quote >= 0) part += character;
			else if (BLANK.test(character) || character === '(' || character === ')' || (isListed && character === ',')) break;
			else part += character;
		}
		if (quote >= 0 && !text.endsWith('\\')) {
			const span = { from: quote, to: text.length };
			this.problems.push({ span, message: 'This quote is never closed.', suggestion: `${text}"` });
		}
		parts.push(part);
		return { span: { from, to: this.at }, parts, isPlain };
	}

	private danglingEscape(isQuoted: boolean): void {
		const { text, at } = this;
		const message = 'Nothing stands behind this \\. Write \\\\ for the sign itself.';
		this.problems.push({ span: { from: at, to: at + 1 }, message, suggestion: `${text}\\${isQuoted ? '"' : ''}` });
	}
}

/** Cuts the text of a query into its terms and signs. Total; tokens are in order and do not overlap. */
export function scan(text: string): Scan {
	const { tokens, problems } = new Scanner(text).run();
	return { tokens, problems };
}
