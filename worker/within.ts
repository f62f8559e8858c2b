/**
 * The value of the promise, unless it takes too long: a server that vanished without a word never answers.
 * @throws what the promise throws, or an Error that names what did not answer
 */
export async function within<T>(what: string, msMax: number, promise: PromiseLike<T>): Promise<T> {
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<never>((_, reject) => {
		timer = setTimeout(() => reject(new Error(`${what} did not answer within ${msMax} ms`)), msMax);
	});
	try {
		return await Promise.race([promise, late]);
	} finally {
		clearTimeout(timer);
	}
}
