import type { AuditEvent } from './contract';

/** An event read from the wire, or why it cannot be one: `json_parse_error:<what>` (wire reference 1.4). */
export type ParseResult = { readonly ok: true; readonly event: AuditEvent } | { readonly ok: false; readonly reason: string };
