/** What the settings allow two amounts to differ by, in minor units of a currency with two decimals. */
export const TOLERANCE_MINOR = 5;
/** Above this many units of the report's own currency the VP decides too. */
export const VP_THRESHOLD = 5000;
