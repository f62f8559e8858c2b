'use client';

import { useQueryClient } from '@tanstack/react-query';
import { failureOf, readJson } from '@/components/events/api';
import { Menu, MenuContent, MenuItem, MenuLabel, MenuTrigger } from '@/components/ui/menu';
import type { RequestAnswer } from '@/lib/api/trace';
import { evidenceJson, evidenceMarkdown } from '@/lib/evidence/request-evidence';
import { useRequest } from '../request-context';
import { answerPath } from '../use-whole';
import { CopyEvidenceButton } from './copy-button';

const FORMS = {
	Markdown: { make: evidenceMarkdown, words: 'Markdown, for people' },
	JSON: { make: evidenceJson, words: 'JSON, for programs' },
} as const;

/** Puts a text that is still being made onto the clipboard; a browser asks for the press to be the reason. */
async function copyLater(text: Promise<string>): Promise<void> {
	if (typeof ClipboardItem === 'undefined') return navigator.clipboard.writeText(await text);
	const blob = text.then((made) => new Blob([made], { type: 'text/plain' }));
	await navigator.clipboard.write([new ClipboardItem({ 'text/plain': blob })]);
}

/** Markdown or JSON of the whole request with what was checked of its signatures, open from the start. */
export default function CopyPopup() {
	const { requestId, state, checks, say } = useRequest();
	const client = useQueryClient();

	async function copy(form: keyof typeof FORMS) {
		const path = answerPath(requestId, state.zone);
		const text = client
			.fetchQuery({
				queryKey: ['request', path],
				staleTime: 30_000,
				queryFn: ({ signal }) => readJson<RequestAnswer>(path, signal),
			})
			.then((answer) => FORMS[form].make(answer, { checks: checks.current }));
		try {
			await copyLater(text);
			say(`Copied as ${form}`);
		} catch {
			// either the read failed, which is told, or the browser did not allow it
			const why = await text.then(
				() => 'The browser did not allow it.',
				(error: unknown) => failureOf(error).message,
			);
			say(`Not copied. ${why}`);
		}
	}

	return (
		<Menu defaultOpen>
			<MenuTrigger asChild>
				<CopyEvidenceButton />
			</MenuTrigger>
			<MenuContent align="end">
				<MenuLabel>The whole request, with every event and how to check it</MenuLabel>
				{(['Markdown', 'JSON'] as const).map((form) => (
					<MenuItem key={form} onSelect={() => void copy(form)}>
						{FORMS[form].words}
					</MenuItem>
				))}
			</MenuContent>
		</Menu>
	);
}
