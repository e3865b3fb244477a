/** Raised with every change of what the same inputs give: part of the version that a run is recorded with, and of what tells runs apart. */
export const RULES_VERSION = 5;
