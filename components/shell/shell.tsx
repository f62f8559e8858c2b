'use client';

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from 'react';
import type { PasteTarget } from './command-palette';
import type { KeyHelp } from './keys-dialog';
import { VIEWS } from './views';

// fetched when first opened: they and their libraries are no part of the first view
const CommandPalette = dynamic(() => import('./command-palette').then((module) => module.CommandPalette), { ssr: false });
const KeysDialog = dynamic(() => import('./keys-dialog').then((module) => module.KeysDialog), { ssr: false });

interface ShellControls {
	readonly openPalette: () => void;
	readonly openKeys: () => void;
	readonly showKeys: (keys: readonly KeyHelp[]) => void;
}

const ShellContext = createContext<ShellControls | null>(null);

/** The frame's own actions, for buttons inside it. */
export function useShell(): ShellControls {
	const controls = useContext(ShellContext);
	if (controls === null) throw new Error('useShell is used outside Shell');
	return controls;
}

/** Tells the key help which keys the present view has. */
export function usePageKeys(keys: readonly KeyHelp[]): void {
	const { showKeys } = useShell();
	useEffect(() => {
		showKeys(keys);
		return () => showKeys([]);
	}, [keys, showKeys]);
}

/** Whether a key pressed there is text being typed. */
export function isTyping(target: EventTarget | null): boolean {
	return target instanceof HTMLElement && (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName));
}

/** How long after `g` its letter may follow. */
const CHORD_MS_MAX = 1_500;

interface Props {
	readonly children: ReactNode;
	readonly targetsOf: (pasted: string) => readonly PasteTarget[];
}

/** What every page of the console stands in: data cache, command palette, key help and the keys that work everywhere. */
export function Shell({ children, targetsOf }: Props) {
	const router = useRouter();
	const [client] = useState(() => new QueryClient({ defaultOptions: { queries: { retry: 1, refetchOnWindowFocus: false } } }));
	const [paletteOpen, setPaletteOpen] = useState(false);
	const [keysOpen, setKeysOpen] = useState(false);
	const [pageKeys, setPageKeys] = useState<readonly KeyHelp[]>([]);
	const chordSince = useRef(Number.NEGATIVE_INFINITY);
	const [controls] = useState<ShellControls>(() => ({
		openPalette: () => setPaletteOpen(true),
		openKeys: () => setKeysOpen(true),
		showKeys: setPageKeys,
	}));

	useEffect(() => {
		function onKey(event: KeyboardEvent) {
			if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
				event.preventDefault();
				setPaletteOpen((open) => !open);
				return;
			}
			if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
			const inChord = event.timeStamp - chordSince.current < CHORD_MS_MAX;
			chordSince.current = Number.NEGATIVE_INFINITY;
			const view = inChord ? VIEWS.find((candidate) => candidate.key === event.key) : undefined;
			if (view?.href) {
				event.preventDefault();
				event.stopImmediatePropagation();
				router.push(view.href);
			} else if (event.key === 'g') chordSince.current = event.timeStamp;
			else if (event.key === '?') setKeysOpen(true);
		}
		// before the view's own keys, so that the letter of a chord is not taken for one of them
		window.addEventListener('keydown', onKey, { capture: true });
		return () => window.removeEventListener('keydown', onKey, { capture: true });
	}, [router]);

	return (
		<QueryClientProvider client={client}>
			<ShellContext value={controls}>
				{children}
				{paletteOpen ? <CommandPalette open onOpenChange={setPaletteOpen} targetsOf={targetsOf} /> : null}
				{keysOpen ? <KeysDialog open onOpenChange={setKeysOpen} page={pageKeys} /> : null}
			</ShellContext>
		</QueryClientProvider>
	);
}
