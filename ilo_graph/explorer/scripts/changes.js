// What changed between biennia: the same number may mean another thing, and the crosswalk says what goes on as what.

/** @returns {{before: string, after: string, numbers: {number: string, before: ?Card, after: ?Card, later: string[]}[]}[]} */
function changes() {
  const all = gather(cards.filter((card) => isOutcome(card) && card.biennium), (card) => card.biennium);
  const [chosen] = state.facets.get('biennium') || [];
  const periods = [...all.keys()].sort();
  return periods.slice(1).map((after, n) => [periods[n], after]).filter(([before, after]) => !chosen || chosen === before || chosen === after).map(([before, after]) => {
    const byNumber = [before, after].map((period) => new Map(all.get(period).map((card) => [numberOf(card), card])));
    const keys = [...new Set([...byNumber[0].keys(), ...byNumber[1].keys()])].sort(new Intl.Collator('en', { numeric: true }).compare);
    const numbers = keys.map((number) => {
      const [old, now] = byNumber.map((ones) => ones.get(number) || null);
      return { number, before: old, after: now, later: old ? crosswalk(old).filter((card) => card.biennium === after).map(naming) : [] };
    });
    return { before, after, numbers };
  });
}

/** @param {Card} card */
function numberOf(card) {
  return card.id.split('/').pop();
}

/** @param {Card} card What the crosswalk ties it with. @returns {Card[]} */
function crosswalk(card) {
  const { source, target, said, words: texts } = data.links;
  const ties = catalogued[card.n].filter((i) => texts[said[i]].startsWith('corresponds') || texts[said[i]] === 'is the same as');
  return ties.map((i) => cards[source[i] === card.n ? target[i] : source[i]]);
}

/** @param {Card} card The others of its kind that have the same number in another biennium. @returns {Card[]} */
function namesakes(card) {
  if (!card.biennium) return [];
  return cards.filter((one) => one !== card && one.column === card.column && one.biennium && one.label === card.label)
    .sort((a, b) => (a.biennium < b.biennium ? -1 : 1));
}

/** @returns {Node[]} What changed at the beginning and the end of the biennium that is chosen, for the panel. */
function changeList() {
  const [chosen] = state.facets.get('biennium') || [];
  if (!chosen) return [];
  return changes().flatMap(({ before, after, numbers }) => {
    const rows = numbers.filter((one) => one.before && one.after && one.before.title !== one.after.title);
    if (!rows.length) return [];
    const items = rows.map((one) => make('div', { class: 'change' }, make('strong', {}, labelOf(one.before)), make('p', {}, before + ': ', goTo(one.before, titleOf(one.before))), make('p', {}, after + ': ', goTo(one.after, titleOf(one.after))), one.later.length ? make('p', { class: 'through' }, say('changes.later', { before, what: one.later.join(', ') })) : null));
    return [make('h3', {}, say('changes.title', { before, after })), ...items];
  });
}
