// Starts the thread of sweeps from its source: a thread does not take over the loader of TypeScript of who starts it.
import { register } from 'tsx/esm/api';

register();
await import('./thread-main.ts');
