import 'server-only';
import type { Piece } from './piece';

/** A connection that takes an answer in pieces as they are made. None of its members throws, whatever became of the connection. */
export interface Sink {
	/** Bytes given to it that it has not sent. */
	readonly heldBytes: number;
	/** Whether it is to be given more: what it holds is below its bound. */
	readonly hasRoom: boolean;
	write(piece: Piece): void;
	/** What is written from now on goes out together, in one go, at `release`. */
	gather(): void;
	release(): void;
	/** Nothing more comes. What it holds still goes out when it is taken. */
	end(): void;
	/** Lets go of the connection and of what it holds. */
	cut(): void;
}

/** What writes to a sink, as the sink calls it. */
export interface Source {
	/** It has room again. */
	drained(): void;
	/** The connection is gone, whoever ended it. May come more than once. */
	closed(): void;
}

/** An answer that goes out as it is made, for as long as somebody takes it. A handler gives it in place of its schema's answer. */
export class Flow {
	/**
	 * @param begin called once, with the connection; what it holds open is freed when its source is closed
	 */
	constructor(
		readonly headers: Readonly<Record<string, string>>,
		readonly begin: (sink: Sink) => Source,
	) {}
}
