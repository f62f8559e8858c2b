import type { EventDetail } from '@/lib/api/events';
import { type Field, fieldsOf } from '@/lib/events/fields';

/** One field of several events. */
export interface ComparedField {
	readonly label: string;
	readonly kind: Field['kind'];
	/** As drawn, one for each event; null where an event does not carry the field. */
	readonly texts: readonly (string | null)[];
	readonly isDifferent: boolean;
}

/** The fields of an event by their label; values that share one are joined. */
function byLabel(event: EventDetail): Map<string, Field> {
	const fields = new Map<string, Field>();
	for (const field of fieldsOf(event)) {
		const before = fields.get(field.label);
		fields.set(
			field.label,
			before === undefined ? field : { ...field, text: `${before.text}, ${field.text}`, value: `${before.value}, ${field.value}` },
		);
	}
	return fields;
}

/**
 * Events field by field, those that differ first, else in the order an event shows them. Compared is what is recorded, not what is
 * drawn of it.
 */
export function compareEvents(events: readonly EventDetail[]): ComparedField[] {
	const all = events.map(byLabel);
	const labels = new Set(all.flatMap((fields) => [...fields.keys()]));
	const compared = [...labels].map((label): ComparedField => {
		const fields = all.map((each) => each.get(label));
		const values = new Set(fields.map((field) => field?.value));
		return {
			label,
			kind: fields.find((field) => field !== undefined)?.kind ?? 'text',
			texts: fields.map((field) => field?.text ?? null),
			isDifferent: values.size > 1,
		};
	});
	return [...compared.filter((field) => field.isDifferent), ...compared.filter((field) => !field.isDifferent)];
}
