import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** A text file's content, or null when it is not there or not ours to read. */
function readOrNull(path) {
	try {
		return readFileSync(path, 'utf8');
	} catch {
		// gone or unreadable: both mean that the process cannot be identified
		return null;
	}
}

function psField(pid, field) {
	try {
		return (
			execFileSync('ps', ['-o', `${field}=`, '-p', String(pid)], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim() || null
		);
	} catch {
		// ps ends with 1 when there is no such process
		return null;
	}
}

/**
 * What tells a process from a later one with the same number: boot and start time.
 * @param {number} pid
 * @returns {string | null} null when no such process runs (a zombie does not run)
 */
export function identityOf(pid) {
	if (!Number.isInteger(pid) || pid <= 0) return null;
	if (process.platform !== 'linux') return psField(pid, 'lstart');
	const stat = readOrNull(`/proc/${pid}/stat`);
	if (stat === null) return null;
	// the name in parentheses may hold spaces; behind it come state (field 3) and, 19 further, the start time (field 22)
	const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
	if (fields[0] === 'Z' || fields[0] === 'X') return null;
	const boot = readOrNull('/proc/sys/kernel/random/boot_id') ?? '';
	return `${boot.trim()}/${fields[19]}`;
}

/**
 * Whether the process that once had this number and identity still runs.
 * @param {number} pid
 * @param {string | null} identity
 */
export function isRunning(pid, identity) {
	return identity !== null && identityOf(pid) === identity;
}

/**
 * The command line of a process, its parts joined by blanks.
 * @param {number} pid
 * @returns {string | null}
 */
export function commandOf(pid) {
	if (process.platform !== 'linux') return psField(pid, 'command');
	return readOrNull(`/proc/${pid}/cmdline`)?.split('\0').join(' ').trim() || null;
}

/**
 * The parent of a process.
 * @param {number} pid
 * @returns {number | null}
 */
export function parentOf(pid) {
	if (process.platform !== 'linux') return Number(psField(pid, 'ppid')) || null;
	const stat = readOrNull(`/proc/${pid}/stat`);
	return stat === null ? null : Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) || null;
}
