import { authorityCommands } from './authority';
import { check } from './check';
import type { Command } from './command';
import { evidenceExport } from './evidence-export';
import { evidenceVerify } from './evidence-verify';
import { explain } from './explain';
import { keysMake, keysRotate, keysShow } from './keys';
import { profileSet } from './profile';
import { search } from './search';
import { tail } from './tail';
import { whoami } from './whoami';
import { zones } from './zones';

/** Every command, in the order of the help. */
export const COMMANDS: readonly Command[] = [
	tail,
	search,
	check,
	explain,
	...authorityCommands,
	evidenceExport,
	evidenceVerify,
	keysMake,
	keysShow,
	keysRotate,
	zones,
	whoami,
	profileSet,
];
