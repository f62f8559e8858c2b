import { customType } from 'drizzle-orm/pg-core';
import { epochMicrosOfText } from '../epoch';

/** timestamptz as microseconds since the epoch: nothing between the database and the reader rounds to milliseconds. */
export const instant = customType<{ data: bigint; driverData: string }>({
	dataType: () => 'timestamptz',
	fromDriver: epochMicrosOfText,
});

/** bytea as lowercase hex. */
export const hex = customType<{ data: string; driverData: Buffer }>({
	dataType: () => 'bytea',
	fromDriver: (bytes) => bytes.toString('hex'),
	toDriver: (text) => Buffer.from(text, 'hex'),
});
