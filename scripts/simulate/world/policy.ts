import { createHash } from 'node:crypto';
import type { PolicyVersion } from './types';

const SLOT_MS = 6 * 3_600_000;
const FIRST_SLOT_MS = Date.UTC(2026, 0, 1);

function zoneJitterMs(zoneId: string): number {
	return (createHash('sha256').update(zoneId).digest().readUInt32BE(0) / 4_294_967_296) * SLOT_MS;
}

const jitters = new Map<string, number>();

function slotStart(zoneId: string, slot: number): number {
	let jitter = jitters.get(zoneId);
	if (jitter === undefined) {
		jitter = Math.floor(zoneJitterMs(zoneId));
		jitters.set(zoneId, jitter);
	}
	return FIRST_SLOT_MS + slot * SLOT_MS + jitter;
}

/** The number of the policy version in force. It follows from the time alone, so that runs after one another agree. */
export function policyNumberAt(zoneId: string, atMs: number): number {
	return Math.max(1, Math.floor((atMs - slotStart(zoneId, 0)) / SLOT_MS) + 1);
}

/** When the version after the one in force is activated. */
export function nextActivationMs(zoneId: string, atMs: number): number {
	return slotStart(zoneId, policyNumberAt(zoneId, atMs));
}

const versions = new Map<string, PolicyVersion>();
const VERSIONS_MAX = 256;

/** One version of a zone's policy set. */
export function policyVersion(zoneId: string, number: number): PolicyVersion {
	const versionId = `psv_${zoneId}_${number}`;
	let version = versions.get(versionId);
	if (version === undefined) {
		version = { setId: `ps_${zoneId}`, versionId, manifestSha: createHash('sha256').update(versionId).digest('hex') };
		if (versions.size >= VERSIONS_MAX) versions.clear();
		versions.set(versionId, version);
	}
	return version;
}
