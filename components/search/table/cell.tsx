import { useContext } from 'react';
import { TimeAndAge } from '@/components/events/clock';
import { DecisionMark } from '@/components/events/decision-mark';
import { Marked } from '@/components/events/marked';
import { Sentence } from '@/components/events/sentence';
import type { EventItem } from '@/lib/api/events';
import { formatMillis, groupDigits } from '@/lib/events/amounts';
import { cutMiddle, shortId, visible } from '@/lib/events/visible';
import { decisionWord, typeLabel } from '@/lib/events/vocabulary';
import type { ColumnKey } from '@/lib/url/columns';
import { ValueAction, ValueButton } from './value-button';

interface Props {
	readonly column: ColumnKey;
	readonly event: EventItem;
	readonly timeZone: string;
	/** Whether the number says its zone. */
	readonly showZone: boolean;
}

const VALUE_MAX = 400;

/** A text of the record; what it does not carry is drawn as that. */
function Value({ text, mono = false }: { text: string | null; mono?: boolean }) {
	if (text === null || text === '') return <span className="text-text-3">–</span>;
	const drawn = visible(cutMiddle(text, VALUE_MAX));
	return (
		<span title={drawn} className={mono ? 'font-mono text-12' : undefined}>
			<Marked text={drawn} />
		</span>
	);
}

function Identifier({ text }: { text: string }) {
	return text === '' ? (
		<Value text={null} />
	) : (
		<span title={visible(cutMiddle(text, VALUE_MAX))} className="font-mono text-12">
			{shortId(text)}
		</span>
	);
}

/** The qualifier and value of a column by which alike events are found; null for a column that has none. */
function filterOf(column: ColumnKey, event: EventItem): readonly [field: string, value: string | null] | null {
	switch (column) {
		case 'decision':
			return [column, decisionWord(event.decision)];
		case 'zone':
		case 'type':
		case 'app':
		case 'resource':
		case 'reason':
		case 'host':
			return [column, event[column]];
		case 'status':
			return [column, event.evaluationStatus];
		case 'policy-version':
			return [column, event.policyVersion];
		case 'request':
			return [column, event.requestId];
		default:
			return null;
	}
}

/** One value of an event in a row; where rows filter by their values, a button, unless it stands in the row's link. */
export function Cell(props: Props & { readonly isLink: boolean }) {
	const isClicked = useContext(ValueAction) !== null && !props.isLink;
	const filter = isClicked ? filterOf(props.column, props.event) : null;
	// called, not drawn as a part of its own: rows are many, and every part costs when they scroll
	if (filter === null) return drawn(props);
	return (
		<ValueButton field={filter[0]} value={filter[1]}>
			{drawn(props)}
		</ValueButton>
	);
}

/** Every value is drawn as text: nothing of an event is markup. */
function drawn({ column, event, timeZone, showZone }: Props) {
	switch (column) {
		case 'time':
			return <TimeAndAge at={event.occurredAt} timeZone={timeZone} />;
		case 'ingested':
			return <TimeAndAge at={event.ingestedAt} timeZone={timeZone} />;
		case 'decision':
			return <DecisionMark decision={event.decision} className="flex" />;
		case 'what':
			return <Sentence segments={event.sentence} decision={event.decision} as="row" />;
		case 'seq':
			return (
				<span className="text-12 text-text-3" title={`${event.zone} #${groupDigits(event.seq)}`}>
					{showZone ? `${event.zone} ${groupDigits(event.seq)}` : groupDigits(event.seq)}
				</span>
			);
		case 'zone':
			return <Value text={event.zone} />;
		case 'type':
			return <span title={visible(event.type)}>{typeLabel(event.type) ?? visible(cutMiddle(event.type, 60))}</span>;
		case 'app':
			return event.appName === null ? (
				<Value text={event.app} mono />
			) : (
				<span title={event.app === null ? undefined : visible(event.app)} className="font-medium">
					{visible(cutMiddle(event.appName, 120))}
				</span>
			);
		case 'resource':
			return <Value text={event.resource} mono />;
		case 'reason':
			return <Value text={event.reason} mono />;
		case 'status':
			return <Value text={event.evaluationStatus} />;
		case 'policy-version':
			return <Identifier text={event.policyVersion ?? ''} />;
		case 'host':
			return <Value text={event.host} mono />;
		case 'latency':
			return event.latencyMs === null ? <Value text={null} /> : formatMillis(event.latencyMs);
		case 'labels':
			return <Value text={event.labels.join(', ')} />;
		case 'request':
			return <Identifier text={event.requestId} />;
		case 'id':
			return <Identifier text={event.id} />;
	}
}
