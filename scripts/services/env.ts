/** What the launchers read from the environment. */
export const HOME = process.env.HOME;
export const XDG_CACHE_HOME = process.env.XDG_CACHE_HOME;
export const PATH = process.env.PATH ?? '/usr/local/bin:/usr/bin:/bin';
