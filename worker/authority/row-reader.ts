import { RowSpans, readNumbers, readRow } from '../../db/ledger/ledger-row';
import { type Fact, factsOfUse, isDecision, type Standing, standingOf } from '../../lib/authority/facts';
import { type Micros, microsOf, roughly } from '../../lib/authority/order';
import { type ReadEvent, readEvent } from '../../lib/authority/state';
import type { ByteSink } from '../../lib/chain/byte-sink';
import { textCache } from '../../lib/chain/bytes-cache';
import { objectOf, parsed } from '../../lib/events/read-json';
import type { JsonValue } from '../../lib/json';
import { placedAt } from '../../lib/trace/clocks';
import { MemberSpans } from './member-spans';
import { authorityEventOf, streamedAtOf } from './row-event';

/** Contexts and uses remembered, and their longest texts: about 20 MB at worst, in practice a third of it. Beyond it all are let go. */
const KEPT_MAX = 8192;
const TEXT_BYTES_MAX = 2048;

/** What changes from decision to decision of a session; nothing asks the last. */
const CHANGING = ['resource', 'requested_scopes', 'delegation_graph_epoch'];
const [RESOURCE, SCOPES] = [0, 1];

/** Facts, and to whom they were told. */
interface Known {
	readonly facts: readonly Fact[];
	/** The state that has taken them in, at `from` and again in the minute of `until`: to it, nothing in between is new. */
	state: number;
	from: Micros;
	until: Micros;
}

/** Metadata met before, but for the values of what is changing. */
interface Context extends Known {
	readonly text: Buffer;
	readonly standing: Standing;
	/** By the values asked of what is changing, and what was decided. */
	readonly uses: Map<string, Known>;
}

/** What `read` answers when the event tells its state nothing new. */
export const NOTHING_NEW = null;
const NO_FACTS: readonly Fact[] = [];

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
		const use = this.knownUse(rows, context, eventType);
		const { occurredAt, entryMs, chainSeq } = readNumbers(rows, row);
		const at = microsOf(placedAt({ occurredAt, streamedAt: streamedAtOf(entryMs) }));
		const [isStandingNews, isUseNews] = [isNews(context, at, state), use !== null && isNews(use, at, state)];
		if (!isStandingNews && !isUseNews) return NOTHING_NEW;
		const used = use !== null && isUseNews ? use.facts : NO_FACTS;
		return { zone, mark: { at, seq: chainSeq }, facts: isStandingNews ? [...context.facts, ...used] : used, revocation: null };
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
		const standing = standingOf(objectOf(parsed(spans.text(rows, 'metadata') ?? '')));
		const context = { text, standing, uses: new Map<string, Known>(), ...untold(standing.facts) };
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

	/** What was decided says besides the context; null where that is nothing. */
	private knownUse(rows: ByteSink, { standing, uses }: Context, eventType: string): Known | null {
		const { spans, members } = this;
		const decision = this.textOf(rows, 'decision');
		const isDenied = decision === 'deny' && standing.own !== '' && spans.end('diagnostics') !== 0;
		if (eventType !== 'token_exchange' || !(isDenied || decision === 'allow')) return null;
		const resource = rows.bytes.toString('latin1', members.start(RESOURCE), members.end(RESOURCE));
		const scopes = rows.bytes.toString('latin1', members.start(SCOPES), members.end(SCOPES));
		const why = isDenied ? rows.bytes.toString('latin1', spans.start('diagnostics'), spans.end('diagnostics')) : '';
		const evaluationStatus = this.textOf(rows, 'status');
		const key = `${resource}\n${scopes}\n${why}\n${evaluationStatus}`;
		const known = uses.get(key);
		if (known !== undefined) return known;
		const asked: Record<string, JsonValue> = {};
		for (const name of [RESOURCE, SCOPES])
			if (members.end(name) !== 0) asked[CHANGING[name] ?? ''] = parsed(rows.text(members.start(name) + 1, members.end(name)));
		const diagnostics = isDenied ? parsed(spans.text(rows, 'diagnostics') ?? '') : null;
		const made = untold(factsOfUse(standing, { eventType, decision, evaluationStatus, diagnostics }, asked));
		this.makeRoom();
		uses.set(key, made);
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

function untold(facts: readonly Fact[]): Known {
	return { facts, state: 0, from: 0, until: 0 };
}

/** Whether the facts say anything new to the state; then they are taken to be told. */
function isNews(known: Known, at: Micros, state: number): boolean {
	if (known.facts.length === 0) return false;
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
