import type { AuditEvent } from '../events/contract';
import type { BundleManifest, Statement } from './form';

/** A stream entry as it was signed: field, value, field, value, ... in wire order. */
export interface KeptBytes {
	readonly stream: string;
	readonly entryId: string;
	readonly fields: readonly Uint8Array[];
}

/** An event with its place in the ledger. Hashes are lowercase hex. */
export interface BundleEvent {
	readonly type: 'event';
	/** Gapless per zone, from 1. */
	readonly seq: number;
	readonly event: AuditEvent;
	readonly contentSha256: string;
	readonly prevContentSha256: string | null;
	readonly chainHmac: string | null;
	/** RFC 3339 in UTC. */
	readonly ingestedAt: string;
	/** Null when the segment is gone. */
	readonly kept: KeptBytes | null;
}

/** A complete subtree of events that are not in the bundle: the ones from `first` to `last`, a power of two in number. */
export interface OmittedEvents {
	readonly type: 'omitted';
	readonly first: number;
	readonly last: number;
	readonly hash: Uint8Array;
}

/** A signed checkpoint; it stands behind the last event it covers. */
export interface BundleCheckpoint {
	readonly type: 'checkpoint';
	readonly size: number;
	readonly note: string;
}

/** Begins the strip of a zone: events, omitted ones and checkpoints in the order of their places, without gap, from the first. */
export interface ZoneStart {
	readonly type: 'zone';
	readonly zoneId: string;
	readonly origin: string;
}

/** What a bundle consists of, in this order: the manifest, zones by ID, statements by type. */
export type BundleEntry = ({ readonly type: 'manifest' } & BundleManifest) | ZoneStart | StripEntry | Statement;
export type StripEntry = BundleEvent | OmittedEvents | BundleCheckpoint;
