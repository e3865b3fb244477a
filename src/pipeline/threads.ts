/** The nursery of each thread. What threads pass on dies young, and what they hold is promoted soon: more room would lie idle. */
export const YOUNG_GENERATION_MB = 48;
