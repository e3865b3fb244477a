/** What was asked for can't be drawn so that it can be told apart from what was drawn before. */
export class CannotDraw extends Error {
  override readonly name = 'CannotDraw';
}
