'use client';

import { Problem } from '@/components/events/problem';

export default function ConsoleError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
	return (
		<main>
			<Problem
				error={{
					code: 'internal',
					message: 'This view failed to open.',
					todo: 'Try again. If it stays, quote the ID to whoever runs this console.',
					requestId: error.digest ?? '',
				}}
				onRetry={reset}
			/>
		</main>
	);
}
