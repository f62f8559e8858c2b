import { escapeHidden } from '../../lib/evidence/escape-hidden';
import { formatJson } from './lossless';

/** JSON text that means the same to a parser and is harmless to a terminal. */
export function safeJson(value: unknown, indent?: number): string {
	return escapeHidden(formatJson(value, indent));
}
