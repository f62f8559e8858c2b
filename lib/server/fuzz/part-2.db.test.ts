import { fuzzOperations } from '../testing/fuzz';
import { PARTS } from './parts';

fuzzOperations(1, PARTS);
