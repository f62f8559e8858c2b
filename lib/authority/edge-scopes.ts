import type { EdgeRow } from './rows';

/** The scopes a delegation is known to carry: all of them where its creation lists them, else at least these. */
export function knownScopes(row: Readonly<EdgeRow>): readonly string[] {
	return row.scopesWhole ?? row.scopesUsed;
}

/** What the record says of a scope on a delegation: `yes`, `no`, or null where it cannot tell. */
export function carriesScope(row: Readonly<EdgeRow>, scope: string): 'yes' | 'no' | null {
	if (row.scopesWhole !== null) return row.scopesWhole.includes(scope) ? 'yes' : row.isCut ? null : 'no';
	if (row.scopesUsed.includes(scope)) return 'yes';
	// a refusal says that one at least of the scopes asked for is missing, so it is certain where it stands alone
	return row.scopesRefused.length === 1 && row.scopesRefused[0] === scope ? 'no' : null;
}

/** What a delegation lost against those that its source holds. */
export interface Narrowing {
	/** Scopes known above and certainly not here. */
	readonly dropped: readonly string[];
	/** Whether the record lists the scopes of both whole. */
	readonly isWhole: boolean;
}

/** How a delegation is narrower than what its source holds; null at the root, where nothing above is known. */
export function narrowingOf(row: Readonly<EdgeRow>, above: readonly Readonly<EdgeRow>[]): Narrowing | null {
	if (above.length === 0) return null;
	const offered = new Set(above.flatMap((edge) => knownScopes(edge)));
	return {
		dropped: [...offered].filter((scope) => carriesScope(row, scope) === 'no').sort(),
		isWhole: row.scopesWhole !== null && above.every((edge) => edge.scopesWhole !== null),
	};
}
