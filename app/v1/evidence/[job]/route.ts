import { CANCEL_EVIDENCE, GET_EVIDENCE } from '@/lib/api/evidence-operations';
import { cancelEvidence, getEvidence } from '@/lib/server/bundles/jobs';
import { route } from '@/lib/server/http/route';

export const GET = route(GET_EVIDENCE, ({ ctx, params }) => getEvidence({ ctx, jobId: params.job }));
export const DELETE = route(CANCEL_EVIDENCE, ({ ctx, params }) => cancelEvidence({ ctx, jobId: params.job }));
