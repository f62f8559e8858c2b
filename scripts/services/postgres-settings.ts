import { totalmem } from 'node:os';

const MB = 1024 * 1024;

/** An eighth of the memory, within bounds; what is not used of it is never taken. A week of the projection then stays in it. */
function sharedBuffersMb(): number {
	return Math.min(1024, Math.max(256, Math.floor(totalmem() / MB / 8)));
}

/**
 * Settings of a server that keeps a ledger: nothing that is acknowledged may be lost, checkpoints are rare, times are UTC.
 * No Unix socket, so that the data folder may have a long path and nobody connects without the password.
 * @param outlivesPower false for data that nobody needs when the machine stops: it still outlives a server that is killed
 */
export function postgresSettings(port: number, outlivesPower = true): string[] {
	const synced = outlivesPower ? 'on' : 'off';
	const settings: Record<string, string | number> = {
		listen_addresses: '127.0.0.1',
		port,
		unix_socket_directories: '',
		max_connections: 100,
		password_encryption: 'scram-sha-256',
		fsync: synced,
		synchronous_commit: 'on',
		full_page_writes: synced,
		shared_buffers: `${sharedBuffersMb()}MB`,
		work_mem: '16MB',
		maintenance_work_mem: '128MB',
		effective_cache_size: '1GB',
		max_wal_size: '2GB',
		min_wal_size: '256MB',
		checkpoint_timeout: '15min',
		random_page_cost: 1.1,
		jit: 'off',
		timezone: 'UTC',
		log_timezone: 'UTC',
		log_checkpoints: 'off',
		logging_collector: 'off',
	};
	return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}
