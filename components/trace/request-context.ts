'use client';

import { createContext, type RefObject, useContext } from 'react';
import type { SignatureCheck } from '@/lib/api/signature-check';
import type { RequestScreen } from '@/lib/request/screen';
import type { Place } from '@/lib/trace/event';
import type { RequestTrace } from '@/lib/trace/trace';
import type { RequestState } from '@/lib/url/request';
import type { ChangeRequest } from './request-state';

/** What the parts of the page of a request share. */
export interface RequestShared {
	readonly requestId: string;
	readonly screen: RequestScreen;
	readonly request: RequestTrace;
	readonly state: RequestState;
	readonly change: ChangeRequest;
	/** The address of the page with changes applied. */
	readonly hrefOf: (change: Partial<RequestState>) => string;
	/** IANA name of the time zone times are drawn in. */
	readonly timeZone: string;
	/** Opens an event in the drawer. */
	readonly open: (place: Place) => void;
	/** Says something for a moment, also to a screen reader. */
	readonly say: (text: string) => void;
	/** What checks of signatures found so far, by `zone/seq`. */
	readonly checks: RefObject<ReadonlyMap<string, SignatureCheck>>;
	/** Where the OpenTelemetry trace of an ID is shown by another tool; null when none is configured. */
	readonly traceTemplate: string | null;
}

export const RequestContext = createContext<RequestShared | null>(null);

/** The state of the page of a request and what can be done with it. */
export function useRequest(): RequestShared {
	const shared = useContext(RequestContext);
	if (shared === null) throw new Error('useRequest is used outside the page of a request');
	return shared;
}
