import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { exchangingSession, readJson } from './api';

const assign = vi.fn();
let hasSession = true;

beforeEach(() => {
	hasSession = true;
	assign.mockReset();
	vi.stubGlobal('window', { location: { pathname: '/settings/account', search: '', assign } });
	vi.stubGlobal('fetch', async () => Response.json({ message: 'read' }, { status: hasSession ? 200 : 401 }));
});
afterEach(() => vi.unstubAllGlobals());

test('a read that is refused while the session is exchanged asks again after it', async () => {
	let end = () => {};
	const held = new Promise<void>((resolve) => {
		end = resolve;
	});
	const exchange = exchangingSession(async () => {
		hasSession = false;
		await held;
		hasSession = true;
	});
	const read = readJson('/v1/status');
	end();
	await exchange;
	expect(await read).toEqual({ message: 'read' });
	expect(assign).not.toHaveBeenCalled();
});

test('a session that has ended leads to sign-in, also when an exchange got no other', async () => {
	hasSession = false;
	await expect(readJson('/v1/status')).rejects.toThrow();
	expect(assign).toHaveBeenLastCalledWith('/sign-in?ended=1&callbackUrl=%2Fsettings%2Faccount');
	const exchange = exchangingSession(async () => null);
	await Promise.all([expect(readJson('/v1/status')).rejects.toThrow(), exchange]);
	expect(assign).toHaveBeenCalledTimes(2);
});
