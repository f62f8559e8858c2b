import { TAIL } from '@/lib/api/tail-operations';
import { route } from '@/lib/server/http/route';
import { answerTail } from '@/lib/server/tail/answer';

export const GET = route(TAIL, answerTail);
