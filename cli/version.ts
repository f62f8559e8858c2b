/** Set by the bundle to the version of the package. */
declare const CARACAL_VERSION: string | undefined;

export const VERSION = typeof CARACAL_VERSION === 'string' ? CARACAL_VERSION : 'from source';
