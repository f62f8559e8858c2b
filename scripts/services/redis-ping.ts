import { connect } from 'node:net';

/** How long a server that is there may take to answer. */
const ANSWER_MS_MAX = 2_000;

/** Whether the server takes the password and answers PING; one that still loads its file does not. */
export function answersPing(port: number, password: string): Promise<boolean> {
	return new Promise((resolve) => {
		let answer = '';
		const socket = connect(port, '127.0.0.1', () => socket.write(`AUTH ${password}\r\nPING\r\n`));
		const finish = (result: boolean) => {
			socket.destroy();
			resolve(result);
		};
		socket.setTimeout(ANSWER_MS_MAX, () => finish(false));
		socket.on('error', () => finish(false));
		socket.on('close', () => finish(false));
		socket.on('data', (chunk) => {
			answer += chunk.toString('latin1');
			if (answer.includes('+PONG')) finish(true);
			else if (answer.split('\r\n').length > 2) finish(false);
		});
	});
}
