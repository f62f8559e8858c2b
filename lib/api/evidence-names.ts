// apart from the schemas, which a browser need not load

export const EVIDENCE_KINDS = ['request', 'search', 'revocation', 'incident', 'range'] as const;
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number];
export const JOB_STATES = ['waiting', 'running', 'done', 'cancelled', 'failed'] as const;
/** Longest request ID or words about an incident, in characters. */
export const SUBJECT_LENGTH_MAX = 1000;

/** How the subject of a bundle names a revocation. */
export function revocationSubject(seq: number): string {
	return `#${seq}`;
}

/** Reads the place of a revocation, with or without `#`; null when it is none. */
export function revocationSeqOf(subject: string): number | null {
	return /^#?[1-9]\d{0,14}$/.test(subject) ? Number(subject.replace('#', '')) : null;
}
