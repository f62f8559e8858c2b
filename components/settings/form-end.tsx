import { failureOf } from '@/components/events/api';
import { Button } from '@/components/ui/button';
import { Refusal } from './list-parts';

interface Props {
	/** Why it was not done; null when nothing failed. */
	readonly error: Error | null;
	readonly isBusy: boolean;
	readonly busyWords: string;
	/** What the form does. */
	readonly words: string;
	readonly onCancel: () => void;
}

/** The end of a form: why it was refused, the way out and the doing. */
export function FormEnd({ error, isBusy, busyWords, words, onCancel }: Props) {
	return (
		<>
			<Refusal error={error === null ? null : failureOf(error)} />
			<div className="flex justify-end gap-2">
				<Button size="bar" onClick={onCancel}>
					Cancel
				</Button>
				<Button size="bar" kind="primary" type="submit" disabled={isBusy}>
					{isBusy ? busyWords : words}
				</Button>
			</div>
		</>
	);
}
