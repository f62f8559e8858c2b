import { CREATE_VIEW, LIST_VIEWS } from '@/lib/api/view-operations';
import { route } from '@/lib/server/http/route';
import { createView } from '@/lib/server/views/create';
import { listViews } from '@/lib/server/views/list';

export const GET = route(LIST_VIEWS, ({ ctx }) => listViews({ ctx }));
export const POST = route(CREATE_VIEW, ({ ctx, body }) => createView({ ctx, input: body }));
