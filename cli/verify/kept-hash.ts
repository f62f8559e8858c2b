import type { ContentHashOf } from '../../lib/bundle/verify/event-reader';
import { keptContentSha256 } from '../../lib/chain/kept-content';

/** The content hash of a signed entry, in every thread alike. */
export const keptHashOf: ContentHashOf = ({ stream, entryId, fields }) => keptContentSha256(stream, entryId, fields);
