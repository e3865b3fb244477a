/** The part of jstat that the program uses; the package has no types. */
declare module 'jstat' {
  const jstat: {
    beta: {
      /** The quantile at `p` of the beta distribution with parameters `alpha` and `beta`. */
      inv(p: number, alpha: number, beta: number): number;
    };
  };
  // biome-ignore lint/style/noDefaultExport: so the package has it
  export default jstat;
}
