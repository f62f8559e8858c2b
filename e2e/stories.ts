import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { AUDIT_HMAC_KEY, REDIS_URL, STREAMS_HMAC_KEY } from './env';

const SCENARIOS = [
	'denied-after-policy-change',
	'step-up',
	'revocation-cascade',
	'clock-skew-and-late',
	'delegation-tree',
	'token-replay',
	'hostile-text',
	'tampered',
] as const;
export type StoryName = (typeof SCENARIOS)[number];

export interface Story {
	readonly scenario: StoryName;
	readonly zone: string;
	readonly path: string;
	readonly ids: Readonly<Record<string, string | readonly string[]>>;
}

/** Where the first file that wants the stories leaves them for the others: they are played once in a run. */
const KEY = 'e2e:stories';
const PLAYED_MS_MAX = 170_000;
const LOOK_MS = 500;

async function play(): Promise<string> {
	const options = ['--scenario', SCENARIOS.join(','), '--json', '--quiet'];
	const simulator = spawn(process.execPath, ['--import', 'tsx', 'scripts/simulate/main.ts', ...options], {
		env: { NODE_ENV: 'production', REDIS_URL, AUDIT_HMAC_KEY, STREAMS_HMAC_KEY },
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	const [out, [code]] = await Promise.all([text(simulator.stdout), once(simulator, 'exit')]);
	if (code !== 0) throw new Error(`the simulator ended with ${code}`);
	return JSON.stringify((JSON.parse(out) as { readonly stories: Story[] }).stories);
}

async function played(redis: Redis): Promise<string> {
	for (;;) {
		if ((await redis.set(`${KEY}:playing`, '1', 'PX', PLAYED_MS_MAX, 'NX')) === 'OK') {
			try {
				await redis.set(KEY, (await redis.get(KEY)) ?? (await play()));
			} finally {
				await redis.del(`${KEY}:playing`);
			}
		}
		const stories = await redis.get(KEY);
		if (stories !== null) return stories;
		await sleep(LOOK_MS);
	}
}

/** Every story of the simulator, played: the ends of some are in real time and take three quarters of a minute. */
export async function playedStories(): Promise<ReadonlyMap<StoryName, Story>> {
	const redis = new Redis(REDIS_URL);
	try {
		const stories: Story[] = JSON.parse(await played(redis));
		return new Map(stories.map((story) => [story.scenario, story]));
	} finally {
		redis.disconnect();
	}
}
