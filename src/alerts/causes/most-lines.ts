/** How many lines an alert keeps; its count says of how many. */
export const MOST_LINES = 20;
