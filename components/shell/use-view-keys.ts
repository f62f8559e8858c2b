'use client';

import { useEffect, useRef } from 'react';
import { isTyping } from './shell';

/** What each key does; keys that are not there are left to the browser. */
export type KeyActions = Readonly<Record<string, () => void>>;

/** Whether a menu or dialog has the keys for itself. */
function isCovered(): boolean {
	return document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]') !== null;
}

/**
 * The keys of a view, heard wherever nothing is typed and no dialog is open; Escape leaves what is typed in.
 * @param actionsOf what the keys do, given the control that has the focus, which may take some itself
 * @param controls which elements are such controls
 */
export function useViewKeys(actionsOf: (control: Element | null) => KeyActions, controls = 'a, button'): void {
	const latest = useRef(actionsOf);
	useEffect(() => {
		latest.current = actionsOf;
	});
	useEffect(() => {
		function onKey(event: KeyboardEvent) {
			if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isCovered()) return;
			const target = event.target instanceof HTMLElement ? event.target : null;
			if (isTyping(target)) {
				if (event.key === 'Escape') target?.blur();
				return;
			}
			const actions = latest.current(target?.closest(controls) ?? null);
			const action = Object.hasOwn(actions, event.key) ? actions[event.key] : undefined;
			if (action === undefined) return;
			event.preventDefault();
			action();
		}
		window.addEventListener('keydown', onKey);
		return () => window.removeEventListener('keydown', onKey);
	}, [controls]);
}

/** Goes to the next or previous of the places of the view that keys stop at, marked `data-stop`. */
export function moveToStop(by: 1 | -1): void {
	const stops = [...document.querySelectorAll<HTMLElement>('main [data-stop]')];
	const at = stops.indexOf(document.activeElement as HTMLElement);
	const next = at < 0 ? (by === 1 ? 0 : stops.length - 1) : Math.min(Math.max(at + by, 0), stops.length - 1);
	stops[next]?.focus();
}
