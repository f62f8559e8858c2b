import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { evidenceVectors } from '../../lib/bundle/testing/vectors';
import { ROOT } from '../bootstrap/paths.mjs';

const folder = join(ROOT, 'docs', 'vectors', 'evidence');
await mkdir(folder, { recursive: true });
for (const [name, bytes] of await evidenceVectors()) await writeFile(join(folder, name), bytes);
