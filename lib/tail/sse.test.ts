import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Frame, FrameReader, frameText, idText, KEEP_ALIVE } from './sse';

const json = fc.json();
const id = fc.option(fc.stringMatching(/^[\w-]{1,80}$/), { nil: null });
const frame = fc.oneof(
	fc.tuple(fc.constantFrom('events', 'stats', 'notice'), json, id).map(([event, data, own]): { text: string; frame: Frame | null } => ({
		text: frameText(event, data, own),
		frame: { event, data, id: own },
	})),
	fc.constant({ text: KEEP_ALIVE, frame: null }),
	fc.stringMatching(/^[\w-]{1,80}$/).map((own) => ({ text: idText(own), frame: { event: 'id', data: '', id: own } })),
);

test('frames are read back whatever the pieces they come in, and a cut one is none', () => {
	fc.assert(
		fc.property(fc.array(frame, { maxLength: 20 }), fc.array(fc.nat(60), { minLength: 1 }), fc.nat(100), (frames, cuts, lost) => {
			const text = frames.map((each) => each.text).join('');
			const last = frames.at(-1)?.text.length ?? 0;
			const sent = text.slice(0, text.length - Math.min(lost, last));
			const reader = new FrameReader();
			const read: Frame[] = [];
			for (let at = 0, turn = 0; at < sent.length; turn++) {
				const length = 1 + (cuts[turn % cuts.length] ?? 0);
				read.push(...reader.push(sent.slice(at, at + length)));
				at += length;
			}
			const whole = lost === 0 || frames.length === 0 ? frames : frames.slice(0, -1);
			expect(read).toEqual(whole.map((each) => each.frame).filter((each) => each !== null));
		}),
	);
});
