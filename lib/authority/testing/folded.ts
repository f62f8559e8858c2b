import { DRAWN_START, drawn, micros } from '../../trace/testing/draw';
import { StandingAt } from '../standing';
import { AuthorityState } from '../state';

/** The state of drawn events (notation of lib/trace/testing/draw.ts), settled. */
export function folded(text: string): AuthorityState {
	const state = new AuthorityState('zn_demo');
	state.apply(drawn(text));
	state.settle();
	return state;
}

/** An instant of a drawing: `40s` after its start. */
export function instant(text: string): number {
	return Number(DRAWN_START + micros(text));
}

/** The graph of drawn events as it stood at an instant. */
export function standingAt(text: string, at: string): StandingAt {
	return new StandingAt(folded(text).graph, instant(at));
}
