/** Files the operations are divided among; each is one of the parts. */
export const PARTS = 4;
