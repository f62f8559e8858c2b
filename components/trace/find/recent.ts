'use client';

import { useCallback, useSyncExternalStore } from 'react';
import { REQUEST_ID_LENGTH_MAX } from '@/lib/url/request';

/** A request this browser opened. */
export interface RecentRequest {
	readonly id: string;
	/** The zone the link named, or null. */
	readonly zone: string | null;
	/** What it said, cut. */
	readonly words: string;
	/** When it was opened, as an ISO instant. */
	readonly openedAt: string;
}

const KEY = 'caracal.requests.recent';
const RECENT_MAX = 15;
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
	listeners.add(listener);
	window.addEventListener('storage', listener);
	return () => {
		listeners.delete(listener);
		window.removeEventListener('storage', listener);
	};
}

function stored(): string {
	try {
		return localStorage.getItem(KEY) ?? '[]';
	} catch {
		// storage is blocked: nothing is remembered
		return '[]';
	}
}

function isRecent(each: unknown): each is RecentRequest {
	if (typeof each !== 'object' || each === null) return false;
	const { id, zone, words, openedAt } = each as Record<string, unknown>;
	return typeof id === 'string' && (zone === null || typeof zone === 'string') && typeof words === 'string' && typeof openedAt === 'string';
}

function parsed(text: string): readonly RecentRequest[] {
	try {
		const list: unknown = JSON.parse(text);
		return Array.isArray(list) ? list.filter(isRecent).slice(0, RECENT_MAX) : [];
	} catch {
		// somebody else wrote there: begun anew with the next request
		return [];
	}
}

function store(list: readonly RecentRequest[]): void {
	try {
		localStorage.setItem(KEY, JSON.stringify(list));
	} catch {
		// storage is blocked: nothing is remembered
	}
	for (const listener of listeners) listener();
}

/** Keeps a request among those opened last. */
export function rememberRequest(request: RecentRequest): void {
	if (request.id.length > REQUEST_ID_LENGTH_MAX / 8) return;
	store([request, ...parsed(stored()).filter(({ id, zone }) => id !== request.id || zone !== request.zone)].slice(0, RECENT_MAX));
}

/** The requests this browser opened last, newest first, and how to forget them. */
export function useRecentRequests(): { recent: readonly RecentRequest[]; forget: () => void } {
	const text = useSyncExternalStore(subscribe, stored, () => '[]');
	const forget = useCallback(() => store([]), []);
	return { recent: parsed(text), forget };
}
