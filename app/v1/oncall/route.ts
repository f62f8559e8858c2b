import { GET_ON_CALL } from '@/lib/api/oncall-operations';
import { searchOf } from '@/lib/api/search-query';
import { route } from '@/lib/server/http/route';
import { readOnCall } from '@/lib/server/oncall/read';

export const GET = route(GET_ON_CALL, ({ ctx, query }) => readOnCall({ ctx, zones: searchOf(query).zones }));
