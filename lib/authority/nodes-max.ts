/** Sessions drawn without being asked for more. */
export const NODES_MAX = 300;
/** Sessions drawn when more are asked for. */
export const NODES_ASKED_MAX = 2000;
