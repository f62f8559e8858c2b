import { DELETE_VIEW, UPDATE_VIEW } from '@/lib/api/view-operations';
import { route } from '@/lib/server/http/route';
import { deleteView } from '@/lib/server/views/delete';
import { updateView } from '@/lib/server/views/update';

export const PATCH = route(UPDATE_VIEW, ({ ctx, params, body }) => updateView({ ctx, input: { ...params, change: body } }));
export const DELETE = route(DELETE_VIEW, ({ ctx, params }) => deleteView({ ctx, input: params }));
