/**
 * How node runs the console: what one long answer is made of lives until it is sent, and in the default space for young objects it
 * would be copied again and again. Measured on a request of 10,000 events: a fifth less processor time; up to 48 MB more memory.
 */
export const WEB_FLAGS: readonly string[] = ['--max-semi-space-size=32'];
