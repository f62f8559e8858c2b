import {
	Activity,
	Bell,
	Boxes,
	ClipboardList,
	type LucideIcon,
	Network,
	PackageCheck,
	Radio,
	Rows3,
	Search,
	Settings,
	ShieldCheck,
} from 'lucide-react';

export interface View {
	readonly name: string;
	readonly icon: LucideIcon;
	/** Letter after `g`. */
	readonly key: string;
	/** Where it is, or null while it is not built: such an entry is named and not a link. */
	readonly href: string | null;
}

/** The console's views in the order of the rail. */
export const VIEWS: readonly View[] = [
	{ name: 'On call', icon: Bell, key: 'o', href: '/oncall' },
	{ name: 'Search', icon: Search, key: 's', href: '/search' },
	{ name: 'Tail', icon: Radio, key: 't', href: '/tail' },
	{ name: 'Requests', icon: Rows3, key: 'r', href: '/requests' },
	{ name: 'Authority', icon: Network, key: 'a', href: '/authority' },
	{ name: 'Integrity', icon: ShieldCheck, key: 'i', href: '/integrity' },
	{ name: 'Evidence', icon: PackageCheck, key: 'v', href: '/evidence' },
	{ name: 'Incidents', icon: ClipboardList, key: 'n', href: null },
	{ name: 'Pipeline', icon: Boxes, key: 'p', href: null },
	{ name: 'Settings', icon: Settings, key: 'e', href: '/settings' },
];

/** The five that fit below a narrow screen. */
export const TAB_NAMES: readonly string[] = ['On call', 'Search', 'Tail', 'Requests', 'Authority'];

export const PRODUCT_ICON = Activity;
