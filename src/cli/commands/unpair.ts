/** `po-shadow unpair` is `pair` the other way round. */
export { run } from './pair.ts';
