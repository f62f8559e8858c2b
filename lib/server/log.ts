import 'server-only';
import { pino } from 'pino';
import { toError } from '../errors';
import { loggable } from './loggable';

/** The log of the web process, JSON lines on stdout. Never event bodies, passwords or tokens. */
export const log = pino({
	name: 'audit-console-web',
	base: null,
	timestamp: pino.stdTimeFunctions.isoTime,
	serializers: { err: (error: unknown) => loggable(toError(error)) },
});
