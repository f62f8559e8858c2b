'use client';

import { Popover } from 'radix-ui';
import { type KeyboardEvent, useId, useState } from 'react';
import { cn } from '@/components/ui/cn';
import { Input } from '@/components/ui/field';

/** Choices shown at once; the rest is found by typing on. */
const SHOWN_MAX = 8;

interface Props {
	readonly id: string;
	readonly value: string;
	readonly onChange: (value: string) => void;
	/** A choice was taken, or Enter pressed on what was typed. */
	readonly onTake: (zoneId: string) => void;
	readonly zones: readonly string[];
	readonly 'aria-describedby'?: string | undefined;
	readonly 'aria-invalid'?: boolean | undefined;
}

/** A zone to type, completed from the zones there are. One that has no event yet may be typed too. */
export function ZoneInput({ id, value, onChange, onTake, zones, ...described }: Props) {
	const listId = useId();
	const [open, setOpen] = useState(false);
	const [active, setActive] = useState(-1);
	const typed = value.trim().toLowerCase();
	const found = zones.filter((zone) => zone.toLowerCase().includes(typed));
	const shown = found.slice(0, SHOWN_MAX);
	const isOpen = open && shown.length > 0;

	function take(zoneId: string) {
		setOpen(false);
		setActive(-1);
		onTake(zoneId);
	}

	function onKeyDown(event: KeyboardEvent) {
		if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
			event.preventDefault();
			setOpen(true);
			const step = event.key === 'ArrowDown' ? 1 : -1;
			setActive((was) => (shown.length === 0 ? -1 : (Math.max(was, step > 0 ? -1 : 0) + step + shown.length) % shown.length));
		} else if (event.key === 'Enter') {
			event.preventDefault();
			const chosen = isOpen ? shown[active] : undefined;
			if (chosen !== undefined) take(chosen);
			else if (value.trim() !== '') take(value.trim());
		} else if (event.key === 'Escape' && isOpen) {
			// closes the choices, not what they stand in
			event.preventDefault();
			event.stopPropagation();
			setOpen(false);
		}
	}

	return (
		<Popover.Root open={isOpen} onOpenChange={setOpen}>
			<Popover.Anchor asChild>
				<Input
					id={id}
					role="combobox"
					aria-expanded={isOpen}
					aria-controls={listId}
					aria-autocomplete="list"
					aria-activedescendant={isOpen && active >= 0 ? `${listId}-${active}` : undefined}
					value={value}
					onChange={(event) => {
						onChange(event.target.value);
						setOpen(true);
						setActive(-1);
					}}
					onFocus={() => setOpen(true)}
					onClick={() => setOpen(true)}
					onBlur={() => setOpen(false)}
					onKeyDown={onKeyDown}
					placeholder="Zone"
					autoComplete="off"
					spellCheck={false}
					maxLength={512}
					{...described}
				/>
			</Popover.Anchor>
			<Popover.Portal>
				<Popover.Content
					id={listId}
					role="listbox"
					aria-label="Zones"
					align="start"
					sideOffset={4}
					collisionPadding={8}
					onOpenAutoFocus={(event) => event.preventDefault()}
					onCloseAutoFocus={(event) => event.preventDefault()}
					className="z-[60] w-(--radix-popover-trigger-width) min-w-44 rounded-menu bg-overlay p-1 shadow-menu"
				>
					{shown.map((zone, i) => (
						<div
							key={zone}
							id={`${listId}-${i}`}
							role="option"
							tabIndex={-1}
							aria-selected={i === active}
							// the box keeps the focus
							onPointerDown={(event) => event.preventDefault()}
							onClick={() => take(zone)}
							onKeyDown={() => undefined}
							onPointerMove={() => setActive(i)}
							className={cn(
								'flex h-7 cursor-default items-center truncate rounded-control px-2 text-13 pointer-coarse:h-11',
								i === active && 'bg-selected',
							)}
						>
							{zone}
						</div>
					))}
					{found.length > shown.length ? (
						<p role="presentation" className="px-2 py-1 text-12 text-text-3">
							{(found.length - shown.length).toLocaleString('en')} more: type on
						</p>
					) : null}
				</Popover.Content>
			</Popover.Portal>
		</Popover.Root>
	);
}
