/** Rows of a list's first page, as the API gives them when it is not told otherwise. */
export const LIST_ROWS = 100;
