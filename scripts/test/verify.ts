// npm run verify: what needs neither database nor browser, side by side, in seconds.
import { runStages } from './report';
import { imports } from './stages/imports';
import { lint } from './stages/lint';
import { types } from './stages/types';
import { vitest } from './stages/vitest';

process.exitCode = await runStages([[lint, types, imports, vitest('Unit tests', 'unit', false)]]);
