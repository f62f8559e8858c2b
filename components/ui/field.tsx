import { type ComponentProps, type ReactNode, useId } from 'react';
import { cn } from './cn';

const CONTROL =
	'w-full rounded-control border border-control bg-surface text-13 text-text placeholder:text-text-3 disabled:opacity-60 aria-invalid:border-deny pointer-coarse:h-11 pointer-coarse:text-15';

/** A line to type in. */
export function Input({ className, ...props }: ComponentProps<'input'>) {
	return <input className={cn(CONTROL, 'h-[30px] px-2', className)} {...props} />;
}

/** One of a few choices, as the system draws it. */
export function Select({ className, ...props }: ComponentProps<'select'>) {
	return <select className={cn(CONTROL, 'h-[30px] px-1.5', className)} {...props} />;
}

/** What a control inside a field needs to be tied to its words. */
export interface FieldIds {
	readonly id: string;
	readonly 'aria-describedby': string | undefined;
	readonly 'aria-invalid': boolean | undefined;
}

interface Props {
	readonly label: string;
	readonly hint?: ReactNode;
	/** What is wrong with what stands in it. */
	readonly error?: string | null;
	readonly children: (ids: FieldIds) => ReactNode;
	readonly className?: string;
}

/** A control under its label, with a hint and what is wrong. */
export function Field({ label, hint, error = null, children, className }: Props) {
	const id = useId();
	const noteId = `${id}-note`;
	const hasNote = hint !== undefined || error !== null;
	return (
		<div className={cn('flex flex-col gap-1', className)}>
			<label htmlFor={id} className="text-12 text-text-2">
				{label}
			</label>
			{children({ id, 'aria-describedby': hasNote ? noteId : undefined, 'aria-invalid': error === null ? undefined : true })}
			{hasNote ? (
				<p id={noteId} className={cn('text-12', error === null ? 'text-text-3' : 'text-deny')}>
					{error ?? hint}
				</p>
			) : null}
		</div>
	);
}
