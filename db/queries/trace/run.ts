/** Consecutive places of a zone. */
export interface Run {
	readonly zoneNo: number;
	readonly first: number;
	readonly last: number;
	/** Its events occurred within; null: not known. */
	readonly from: bigint | null;
	readonly to: bigint | null;
}
