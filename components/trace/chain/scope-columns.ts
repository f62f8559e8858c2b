import { cutMiddle, visible } from '@/lib/events/visible';
import type { AuthorityChain, AuthorityLink } from '@/lib/trace/authority-chain';

/** How a scope stands at a member of the chain. `some`: a wider list is not excluded, this one was seen. */
export type ScopeMark = 'has' | 'some' | 'refused' | 'no' | 'unknown';

/** Scopes drawn as columns at most: those asked for first. */
export const COLUMNS_MAX = 4;

/** The scopes worth a column, those asked for first, and how many more are known. */
export function scopeColumns(chain: AuthorityChain): { columns: readonly string[]; left: number } {
	const all = new Set(chain.scopesAsked);
	for (const link of chain.links) for (const scope of [...(link.scopes?.scopes ?? []), ...(link.scopes?.refused ?? [])]) all.add(scope);
	const columns = [...all];
	return { columns: columns.slice(0, COLUMNS_MAX), left: Math.max(0, columns.length - COLUMNS_MAX) };
}

const lastPart = (scope: string) => cutMiddle(scope, 60).replace(/^.*[:/](?=.)/, '');

/** What stands over each column: the last part of the scope, or all of it where another column ends alike. */
export function columnLabels(columns: readonly string[]): readonly string[] {
	const parts = columns.map(lastPart);
	return columns.map((scope, i) => {
		const part = parts[i] ?? '';
		return visible(parts.indexOf(part) === parts.lastIndexOf(part) ? part : cutMiddle(scope, 24));
	});
}

/** What is known of a scope on a delegation. */
export function scopeMark({ scopes }: AuthorityLink, scope: string): ScopeMark {
	if (scopes === null) return 'unknown';
	if (scopes.scopes.includes(scope)) return scopes.isWhole ? 'has' : 'some';
	if (scopes.refused.includes(scope)) return 'refused';
	return scopes.isWhole ? 'no' : 'unknown';
}
