/** JSON that Postgres's jsonb (or this project's bounds) would not take. `reason` is short, fixed text without event content. */
export class JsonRejected extends Error {
	override readonly name = 'JsonRejected';
	constructor(readonly reason: string) {
		super(reason);
	}
}
