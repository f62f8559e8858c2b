import { Activity, Ban, Boxes, CircleHelp, Hourglass, KeyRound, ListX, type LucideIcon, ShieldAlert, Unlink, VolumeX } from 'lucide-react';
import type { TileId, TileMeaning } from '@/lib/api/oncall-names';

export const TILE_ICONS: Readonly<Record<TileId, LucideIcon>> = {
	denials: Ban,
	held: Hourglass,
	decisions: Activity,
	pipeline: Boxes,
	integrity: Unlink,
	revocations: ShieldAlert,
	refusals: ListX,
	tokens: KeyRound,
	silence: VolumeX,
};

/** How attention is drawn: its colour, beside icon and word. */
export const ATTENTION: Readonly<Record<TileMeaning, { readonly text: string; readonly line: string }>> = {
	deny: { text: 'text-deny', line: 'var(--chart-deny)' },
	held: { text: 'text-held', line: 'var(--chart-held)' },
	fault: { text: 'text-fault', line: 'var(--chart-fault)' },
	unknown: { text: 'text-unknown', line: 'var(--chart-none)' },
};
export const UNKNOWN_ICON = CircleHelp;

/** Where what was counted is shown: a page of its own, or the search; null where neither is. */
export const shownAt = ({ search, page }: { readonly search: string | null; readonly page?: string | undefined }) =>
	page ?? (search === null ? null : searchHref(search));

/** The search that shows what was counted. */
export const searchHref = (search: string) => (search === '' ? '/search?last=24h' : `/search?${search}`);
