/** What stands in a row under one key, key by key: `itemAt` gives what stands at a place. */
export function* adjacent<Item>(keys: readonly string[], itemAt: (place: number) => Item): Generator<Item[]> {
  for (let place = 0; place < keys.length; ) {
    const key = keys[place];
    // Of most keys there is one item, for which a list that grows would keep room for many.
    const group = [itemAt(place++)];
    for (; place < keys.length && keys[place] === key; place++) group.push(itemAt(place));
    yield group;
  }
}
