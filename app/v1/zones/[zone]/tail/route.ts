import { TAIL_ZONE } from '@/lib/api/tail-operations';
import { route } from '@/lib/server/http/route';
import { answerZoneTail } from '@/lib/server/tail/answer';

export const GET = route(TAIL_ZONE, answerZoneTail);
