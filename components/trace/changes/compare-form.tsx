'use client';

import { type FormEvent, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/field';
import { REQUEST_ID_LENGTH_MAX } from '@/lib/url/request';
import { useRequest } from '../request-context';

/** The box for the ID of another request to compare with. */
export function CompareForm() {
	const { state, change } = useRequest();
	const [text, setText] = useState(state.target?.requestId ?? '');

	function compare(event: FormEvent) {
		event.preventDefault();
		const requestId = text.trim();
		change({ target: requestId === '' ? null : { requestId, zone: null, seq: null } });
	}

	return (
		<form onSubmit={compare} className="mt-2 flex items-center gap-1.5">
			<Input
				id="compare-with"
				aria-label="Compare with the request"
				placeholder="Compare with a request ID"
				value={text}
				maxLength={REQUEST_ID_LENGTH_MAX}
				onChange={(event) => setText(event.target.value)}
				className="h-[26px] min-w-0 flex-1 text-12"
			/>
			<Button type="submit">Compare</Button>
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
