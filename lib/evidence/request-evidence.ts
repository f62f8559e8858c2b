/** A request as evidence to keep or to send: for people and for programs, both from the answer of the API. */
export { type EvidenceExtras, evidenceKey } from './evidence-extras';
export { evidenceJson } from './request-json';
export { evidenceMarkdown } from './request-markdown';
