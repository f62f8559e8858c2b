/** One line of the list below the query. */
export interface Option {
	readonly key: string;
	/** What is drawn large, and what beside it. */
	readonly text: string;
	readonly detail?: string | undefined;
	/** Drawn as typed code. */
	readonly isCode: boolean;
	/** Null where nothing was counted; undefined where nothing is. */
	readonly events?: number | null;
	/** The whole text with the option taken, and where the caret then stands. */
	readonly taken: { readonly text: string; readonly caret: number };
	/** The same with the option left out; undefined where that means nothing. */
	readonly excluded?: { readonly text: string; readonly caret: number } | undefined;
}

/** What the list below the query offers. */
export interface Offer {
	readonly title: string;
	/** Where in the text it begins: the list stands below. */
	readonly at: number;
	readonly options: readonly Option[];
	/** The option Enter takes when the reader moved to none; -1 where Enter runs the query. */
	readonly suggested: number;
	/** What is said where there is no option. */
	readonly note?: string | undefined;
	/** How many options there are altogether. */
	readonly total: number;
	readonly kind: 'values' | 'names' | 'recent';
}
