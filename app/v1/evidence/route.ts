import { CREATE_EVIDENCE, LIST_EVIDENCE } from '@/lib/api/evidence-operations';
import { createEvidence, listEvidence } from '@/lib/server/bundles/jobs';
import { route } from '@/lib/server/http/route';

export const GET = route(LIST_EVIDENCE, ({ ctx }) => listEvidence({ ctx }));
export const POST = route(CREATE_EVIDENCE, ({ ctx, body }) => createEvidence({ ctx, input: body }));
