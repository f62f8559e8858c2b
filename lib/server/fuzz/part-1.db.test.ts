import { fuzzOperations } from '../testing/fuzz';
import { PARTS } from './parts';

fuzzOperations(0, PARTS);
