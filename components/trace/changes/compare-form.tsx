'use client';

import { type FormEvent, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/field';
import { cutEnd, shortId } from '@/lib/events/visible';
import { textOf } from '@/lib/events/words';
import { clockParts } from '@/lib/time-words';
import { type CompareTarget, REQUEST_ID_LENGTH_MAX, requestOfText } from '@/lib/url/request';
import { useRecentRequests } from '../find/recent';
import { useRequest } from '../request-context';

interface Choice {
	readonly target: CompareTarget;
	readonly words: string;
}

const WORDS_MAX = 90;

/** Requests at hand to compare with: the others of the ID, and those this browser opened last. */
function useChoices(): readonly Choice[] {
	const { requestId, screen, timeZone } = useRequest();
	const { recent } = useRecentRequests();
	const others = screen.choices.flatMap(({ place, from, sentence }, i): Choice[] => {
		if (i === screen.chosen || place === null) return [];
		const { date, clock } = clockParts(from, timeZone);
		const words = `Same ID, ${date} ${clock.slice(0, 8)}: ${textOf(sentence)}`;
		return [{ target: { requestId, zone: place.zone, seq: place.seq }, words: cutEnd(words, WORDS_MAX) }];
	});
	const opened = recent
		.filter(({ id }) => id !== requestId)
		.map(
			({ id, zone, words }): Choice => ({
				target: { requestId: id, zone, seq: null },
				words: cutEnd(`${shortId(id)}: ${words}`, WORDS_MAX),
			}),
		);
	return [...others, ...opened];
}

/** The box for the ID of another request to compare with, and those at hand to choose from. */
export function CompareForm() {
	const { state, change } = useRequest();
	const choices = useChoices();
	const [text, setText] = useState(state.target?.requestId ?? '');

	function compare(event: FormEvent) {
		event.preventDefault();
		change({ target: requestOfText(text) });
	}

	function choose(value: string) {
		const choice = choices[Number(value)];
		if (choice === undefined) return;
		setText(choice.target.requestId);
		change({ target: choice.target });
	}

	return (
		<form onSubmit={compare} className="mt-2 flex flex-wrap items-center gap-1.5">
			<Input
				id="compare-with"
				aria-label="Compare with the request"
				placeholder="Compare with a request ID or link"
				value={text}
				maxLength={REQUEST_ID_LENGTH_MAX}
				onChange={(event) => setText(event.target.value)}
				className="h-[26px] min-w-40 flex-1 text-12"
			/>
			<Button type="submit">Compare</Button>
			{choices.length === 0 ? null : (
				<select
					aria-label="Choose a request to compare with"
					value=""
					onChange={(event) => choose(event.target.value)}
					className="h-[26px] w-[9.5rem] rounded-control border border-control bg-surface px-1 text-12 pointer-coarse:h-9"
				>
					<option value="">or choose one…</option>
					{choices.map(({ target, words }, i) => (
						<option key={`${target.zone}/${target.requestId}/${target.seq}`} value={i}>
							{words}
						</option>
					))}
				</select>
			)}
			{state.target === null ? null : (
				<Button
					kind="quiet"
					onClick={() => {
						setText('');
						change({ target: null });
					}}
				>
					Found by itself
				</Button>
			)}
		</form>
	);
}
