/**
 * Something for each combination of account, department and location, by their texts: made once, and found without a new text, mostly with one look-up, since the
 * lines of a PO are mostly for one department and location.
 */
export class PerCoding<Value> {
  readonly #values = new Map<string, Map<string, Map<string, Value>>>();
  readonly #make: (glAccount: string, department: string, location: string) => Value;
  #department = '';
  #location = '';
  /** By account, for that department and location. */
  #byAccount = this.#accountsOf('', '');

  /** `make` gives what belongs to a combination that is seen for the first time. */
  constructor(make: (glAccount: string, department: string, location: string) => Value) {
    this.#make = make;
  }

  of(glAccount: string, department: string, location: string): Value {
    if (department !== this.#department || location !== this.#location) {
      this.#byAccount = this.#accountsOf(department, location);
      this.#department = department;
      this.#location = location;
    }
    let value = this.#byAccount.get(glAccount);
    if (value === undefined) this.#byAccount.set(glAccount, (value = this.#make(glAccount, department, location)));
    return value;
  }

  #accountsOf(department: string, location: string): Map<string, Value> {
    let byLocation = this.#values.get(department);
    if (byLocation === undefined) this.#values.set(department, (byLocation = new Map()));
    let byAccount = byLocation.get(location);
    if (byAccount === undefined) byLocation.set(location, (byAccount = new Map()));
    return byAccount;
  }
}
