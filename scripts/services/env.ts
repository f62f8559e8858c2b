/** What the launchers read from the environment. */
export const HOME = process.env.HOME;
export const XDG_CACHE_HOME = process.env.XDG_CACHE_HOME;
export const PATH = process.env.PATH ?? '/usr/local/bin:/usr/bin:/bin';

/** A whole environment for a program we start. Next's types demand NODE_ENV of every environment, which not every program wants. */
export function asEnvironment(variables: Record<string, string | undefined>): NodeJS.ProcessEnv {
	return variables as NodeJS.ProcessEnv;
}
