import { RowSpans, readNumbers, readRow } from '../../db/ledger/ledger-row';
import { decisionFacts, type Fact, isDecision, type Told } from '../../lib/authority/facts';
import { type Micros, microsOf, roughly } from '../../lib/authority/order';
import { type ReadEvent, readEvent } from '../../lib/authority/state';
import type { ByteSink } from '../../lib/chain/byte-sink';
import { textCache } from '../../lib/chain/bytes-cache';
import { objectOf, parsed } from '../../lib/events/read-json';
import { placedAt } from '../../lib/trace/clocks';
import { MemberSpans } from './member-spans';
import { authorityEventOf, streamedAtOf } from './row-event';

/** Decisions remembered, and their longest texts: about 40 MB at worst, in practice a fifth of it. Beyond it all are let go. */
const KEPT_MAX = 16_384;
const TEXT_BYTES_MAX = 2048;

/** What changes from decision to decision of a session; nothing asks the last. */
const CHANGING = ['resource', 'requested_scopes', 'delegation_graph_epoch'];
const [RESOURCE, SCOPES] = [0, 1];

/** Metadata met before, but for the values of what is changing. */
interface Context {
	readonly text: Buffer;
	readonly meta: Told['meta'];
	/** By the values asked of what is changing, and what was decided. */
	readonly decisions: Map<string, Known>;
}

/** What a decision says, and to whom that was told. */
interface Known {
	readonly facts: readonly Fact[];
	/** The state that has taken it in, at `from` and again in the minute of `until`: to it, nothing in between is new. */
	state: number;
	from: Micros;
	until: Micros;
}

/** What `read` answers when the event tells its state nothing new. */
export const NOTHING_NEW = null;

/**
 * Reads what linked rows say of authority. A session in use repeats itself: texts met before are not parsed again, and what a state
 * has been told is not told again while it would change nothing, as every field keeps the earliest or the latest to the minute.
 * Texts are compared byte by byte.
 */
export class RowReader {
	private readonly contexts = new Map<number, Context>();
	private kept = 0;
	private readonly texts = textCache();
	private readonly spans = new RowSpans();
	private readonly members = new MemberSpans(CHANGING);
	/** Metadata without what is changing: four parts, by beginning and end. */
	private readonly parts = new Int32Array(2 * (CHANGING.length + 1));

	/**
	 * Reads a row that has its place in the chain. Rows of a zone come in their order.
	 * @param state names the state that will take the event in; it has another number once it was made anew
	 */
	read(rows: ByteSink, row: number, zone: string, state: number): ReadEvent | typeof NOTHING_NEW {
		const spans = this.spans.find(rows, row);
		const eventType = this.textOf(rows, 'type');
		const textBytes = spans.end('metadata') - spans.start('metadata') + spans.end('diagnostics') - spans.start('diagnostics');
		if (
			!isDecision(eventType) ||
			textBytes > TEXT_BYTES_MAX ||
			!this.members.find(rows.bytes, spans.start('metadata'), spans.end('metadata'))
		)
			return readEvent(authorityEventOf(zone, readRow(rows, row, spans)));
		const context = this.contextOf(rows);
		const known = this.decisionOf(rows, context, eventType);
		const { occurredAt, entryMs, chainSeq } = readNumbers(rows, row);
		const at = microsOf(placedAt({ occurredAt, streamedAt: streamedAtOf(entryMs) }));
		if (!isNews(known, at, state)) return NOTHING_NEW;
		return { zone, mark: { at, seq: chainSeq }, facts: known.facts, revocation: null };
	}

	private textOf(rows: ByteSink, column: 'type' | 'decision' | 'status'): string {
		return this.texts.get(rows, this.spans.start(column), this.spans.end(column));
	}

	private contextOf(rows: ByteSink): Context {
		const { spans, members, parts } = this;
		let from = spans.start('metadata');
		let bytes = 0;
		let hash = 0;
		// in the order in which the ledger's form of JSON has them
		for (let part = 0; part <= CHANGING.length; part++) {
			const isLast = part === CHANGING.length;
			const to = isLast ? spans.end('metadata') : Math.max(from, members.start(part));
			parts[2 * part] = from;
			parts[2 * part + 1] = to;
			hash = hashOf(rows.view, from, to, hash);
			bytes += to - from;
			if (!isLast) from = Math.max(to, members.end(part));
		}
		const known = this.contexts.get(hash);
		if (known !== undefined && known.text.length === bytes && this.isSame(rows.bytes, known.text)) return known;
		const text = Buffer.allocUnsafe(bytes);
		let at = 0;
		for (let part = 0; part < parts.length; part += 2) at += rows.bytes.copy(text, at, parts[part], parts[part + 1]);
		const context = { text, meta: objectOf(parsed(spans.text(rows, 'metadata') ?? '')), decisions: new Map<string, Known>() };
		this.makeRoom();
		this.contexts.set(hash, context);
		return context;
	}

	private isSame(bytes: Buffer, text: Buffer): boolean {
		let at = 0;
		for (let part = 0; part < this.parts.length; part += 2) {
			const [from, to] = [this.parts[part] ?? 0, this.parts[part + 1] ?? 0];
			if (bytes.compare(text, at, at + to - from, from, to) !== 0) return false;
			at += to - from;
		}
		return true;
	}

	private decisionOf(rows: ByteSink, { meta, decisions }: Context, eventType: string): Known {
		const { spans, members } = this;
		const [decision, evaluationStatus] = [this.textOf(rows, 'decision'), this.textOf(rows, 'status')];
		const resource = rows.bytes.toString('latin1', members.start(RESOURCE), members.end(RESOURCE));
		const scopes = rows.bytes.toString('latin1', members.start(SCOPES), members.end(SCOPES));
		const why = decision === 'deny' ? rows.bytes.toString('latin1', spans.start('diagnostics'), spans.end('diagnostics')) : '';
		const key = `${resource}\n${scopes}\n${why}\n${eventType}\n${decision.length}\n${decision}${evaluationStatus}`;
		const known = decisions.get(key);
		if (known !== undefined) return known;
		const own = { ...meta };
		for (const name of [RESOURCE, SCOPES])
			if (members.end(name) !== 0) own[CHANGING[name] ?? ''] = parsed(rows.text(members.start(name) + 1, members.end(name)));
		const diagnostics = why === '' ? null : parsed(spans.text(rows, 'diagnostics') ?? '');
		const facts = decisionFacts({ eventType, decision, evaluationStatus, diagnostics }, own);
		const made = { facts, state: 0, from: 0, until: 0 };
		this.makeRoom();
		decisions.set(key, made);
		return made;
	}

	private makeRoom(): void {
		if (this.kept >= KEPT_MAX) {
			this.contexts.clear();
			this.kept = 0;
		}
		this.kept++;
	}
}

/** Whether the decision says anything new to the state; then it is taken to be told. */
function isNews(known: Known, at: Micros, state: number): boolean {
	const minute = roughly(at);
	const isTold = known.state === state;
	if (isTold && at >= known.from && minute <= known.until) return false;
	known.state = state;
	known.from = isTold ? Math.min(known.from, at) : at;
	known.until = isTold ? Math.max(known.until, minute) : minute;
	return true;
}

/** Continues a hash with a span; the sink has SPARE_BYTES behind it. */
function hashOf(view: DataView, start: number, end: number, seed: number): number {
	let hash = seed ^ (end - start);
	const whole = end - ((end - start) & 3);
	for (let i = start; i < whole; i += 4) hash = Math.imul(hash ^ view.getInt32(i, true), 0x9e37_79b1) ^ (hash >>> 15);
	for (let i = whole; i < end; i++) hash = Math.imul(hash ^ view.getUint8(i), 0x9e37_79b1);
	return hash;
}
