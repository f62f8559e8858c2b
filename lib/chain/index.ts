export { contentSha256 } from './content-hash';
export { chainHmac } from './hmac';
export { JsonRejected } from './json-rejected';
export { jsonbText } from './jsonb-text';
