/** What stands in a row under one key, key by key: `itemAt` gives what stands at a place. */
export function* adjacent<Item>(keys: readonly string[], itemAt: (place: number) => Item): Generator<Item[]> {
  let group: Item[] = [];
  for (let place = 0; place < keys.length; place++) {
    if (place > 0 && keys[place] !== keys[place - 1]) {
      yield group;
      group = [];
    }
    group.push(itemAt(place));
  }
  if (group.length > 0) yield group;
}
