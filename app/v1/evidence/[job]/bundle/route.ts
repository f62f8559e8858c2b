import { DOWNLOAD_EVIDENCE } from '@/lib/api/evidence-operations';
import { downloadEvidence } from '@/lib/server/bundles/download';
import { route } from '@/lib/server/http/route';

export const GET = route(DOWNLOAD_EVIDENCE, ({ ctx, params }) => downloadEvidence({ ctx, jobId: params.job }));
