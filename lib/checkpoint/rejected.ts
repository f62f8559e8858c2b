/** A key, note or checkpoint that is not in its form. The message says what is wrong in words for people and repeats no secret. */
export class NoteRejected extends Error {
	override readonly name = 'NoteRejected';
}
