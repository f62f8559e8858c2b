import { toHex, utf8Text } from '../primitives/text';
import type { BundleCheckpoint, BundleEvent, KeptBytes, OmittedEvents, ZoneStart } from './entries';
import { BUNDLE_FORMAT, BUNDLE_VERSION, type BundleCounts, type BundleManifest, STATEMENT_FIELDS, type Statement } from './form';
import { formatMicros } from './micros';

/** The fields as text, or in hex when they are none: text is what people read. */
function signedPart(kept: KeptBytes | null): object {
	if (kept === null) return { signed: null };
	const texts = kept.fields.map(utf8Text);
	const isText = texts.every((text) => text !== null);
	const fields = isText ? texts : kept.fields.map(toHex);
	return { signed: { stream: kept.stream, entry_id: kept.entryId, encoding: isText ? 'text' : 'hex', fields } };
}

export function manifestLine(manifest: BundleManifest): string {
	return JSON.stringify({
		type: BUNDLE_FORMAT,
		version: BUNDLE_VERSION,
		producer: manifest.producer,
		exported_at: manifest.exportedAt,
		exported_by: manifest.exportedBy,
		subject_kind: manifest.subject.kind,
		subject: manifest.subject.text,
		filter: manifest.filter,
		from: manifest.from,
		to: manifest.to,
		keys: manifest.keys,
	});
}

export function zoneLine({ zoneId, origin }: ZoneStart): string {
	return JSON.stringify({ type: 'zone', zone_id: zoneId, origin });
}

export function eventLine({ seq, event, contentSha256, prevContentSha256, chainHmac, ingestedAt, kept }: BundleEvent): string {
	return JSON.stringify({
		type: 'event',
		seq,
		content_sha256: contentSha256,
		prev_content_sha256: prevContentSha256,
		chain_hmac: chainHmac,
		ingested_at: ingestedAt,
		id: event.id,
		zone_id: event.zoneId,
		event_type: event.eventType,
		request_id: event.requestId,
		decision: event.decision,
		policy_set_id: event.policySetId,
		policy_set_version_id: event.policySetVersionId,
		manifest_sha: event.manifestSha,
		evaluation_status: event.evaluationStatus,
		determining_policies_json: event.determiningPoliciesText,
		diagnostics_json: event.diagnosticsText,
		metadata_json: event.metadataText,
		occurred_at_unix_ns: formatMicros(event.occurredAt),
		...signedPart(kept),
	});
}

export function omittedLine({ first, last, hash }: OmittedEvents): string {
	return JSON.stringify({ type: 'omitted', first, last, hash: toHex(hash) });
}

export function checkpointLine({ size, note }: BundleCheckpoint): string {
	return JSON.stringify({ type: 'checkpoint', size, note });
}

/** A statement with its fields in their order, and nothing else. */
export function statementLine(statement: Statement): string {
	const values = new Map<string, unknown>(Object.entries(statement));
	const fields = Object.keys(STATEMENT_FIELDS[statement.type]).map((name) => [name, values.get(name) ?? null]);
	return JSON.stringify({ type: statement.type, ...Object.fromEntries(fields) });
}

export function trailerLine(counts: BundleCounts, sha256: string): string {
	const { zones, events, omitted, checkpoints, alert, sweep, policy, missing } = counts;
	return JSON.stringify({ type: 'trailer', zones, events, omitted, checkpoints, alert, sweep, policy, missing, sha256 });
}

export function sealLine(note: string): string {
	return JSON.stringify({ type: 'seal', note });
}
