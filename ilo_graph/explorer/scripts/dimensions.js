// What links are counted by, in the matrix and the flow; and how many cards become groups.

const MANY = 40; // more cards than this stand in groups

/** For each dimension: the keys that a link has in it, and all keys that there could be. */
const DIMENSIONS = {
  unit: { of: (i) => unitsOf[data.links.source[i]].map((n) => cards[n].id), all: () => idsIn((card) => card.type === 'Unit') },
  department: { of: (i) => [...new Set(unitsOf[data.links.source[i]].map((n) => departmentOf(cards[n]).id))], all: () => [...new Set(cards.filter((card) => card.type === 'Unit').map((card) => departmentOf(card).id))] },
  post: { of: (i) => [cards[data.links.source[i]].id], all: () => idsIn((card) => card.column === 'post') },
  instrument: { of: (i) => ended(i, isInstrument), all: () => idsIn(isInstrument) },
  mandate: { of: (i) => ended(i, (card) => card.type === 'Mandate'), all: () => idsIn((card) => card.type === 'Mandate') },
  subject: {
    of: (i) => ended(i, isInstrument).map((id) => cardOf.get(id).subject).filter(Boolean).map((name) => 'subject/' + name),
    all: () => [...new Set(cards.filter(isInstrument).map((card) => card.subject).filter(Boolean))].map((name) => 'subject/' + name),
  },
  outcome: { of: (i) => ended(i, isOutcome), all: () => idsIn((card) => isOutcome(card) && inBiennium(card)) },
  target: { of: (i) => ended(i, (card) => card.type === 'SDG target'), all: () => idsIn((card) => card.type === 'SDG target') },
  goal: { of: (i) => ended(i, (card) => card.column === 'goal'), all: () => idsIn((card) => card.column === 'goal') },
  goalOf: { of: (i) => ended(i, (card) => card.type === 'SDG target').map((id) => cardOf.get(id).above).filter(Boolean), all: () => [] },
  onwards: { of: (i) => ended(i, isOutcome).flatMap((id) => goalsOf(cardOf.get(id))), all: () => [] },
};

/** @param {(card: Card) => boolean} wanted @returns {string[]} */
function idsIn(wanted) {
  return cards.filter(wanted).map((card) => card.id);
}

/** @param {number} link @param {(card: Card) => boolean} wanted @returns {string[]} The end of a link, if it is wanted. */
function ended(link, wanted) {
  const card = targetOf(link);
  return wanted(card) ? [card.id] : [];
}

/** @param {Card} card */
function isInstrument(card) {
  return ['Convention', 'Protocol', 'Recommendation'].includes(card.type);
}

/** @param {Card} card */
function isOutcome(card) {
  return card.type === 'Outcome' || card.type === 'Enabling outcome';
}

/** Outcomes that could have been found: those of the biennium that is chosen, else of those that something was found in. */
function inBiennium(/** @type {Card} */ card) {
  const chosen = state.facets.get('biennium');
  return chosen ? chosen.has(card.biennium) : biennia().has(card.biennium);
}

/** @returns {Set<string>} The biennia of the outcomes that posts are linked with. */
function biennia() {
  return new Set(cards.slice(0, data.linked).filter(isOutcome).map((card) => card.biennium));
}

/** @param {Card} outcome @returns {string[]} The goals that the catalogues lead to from it. */
function goalsOf(outcome) {
  const steps = catalogued[outcome.n].filter((i) => data.links.source[i] === outcome.n).map(targetOf);
  return [...new Set(steps.map((card) => (card.column === 'target' ? card.above : '')).filter(Boolean))];
}

/** @param {string} key What a key of a dimension is called for short. */
function keyName(key) {
  const card = cardOf.get(key);
  if (card) return naming(card);
  return key.startsWith('subject/') ? concept('subject', key.slice(8)) : key || say('matrix.nothing');
}

/** @param {string} key */
function keyTitle(key) {
  const card = cardOf.get(key);
  return card ? fullName(card) : keyName(key);
}

/** @param {string[]} pair @returns {number[]} The links that are shown between a row and a column. */
function linksBetween([rows, row, columns, column]) {
  const has = (dimension, key, i) => (key ? DIMENSIONS[dimension].of(i).includes(key) : !DIMENSIONS[dimension].of(i).length);
  return shownLinks().filter((i) => has(rows, row, i) && has(columns, column, i));
}

/** @param {Card} unit @returns {Card} The highest unit above it that is not the organization itself. */
function departmentOf(unit) {
  const above = cardOf.get(unit.above);
  return above && above.above && above !== unit ? departmentOf(above) : unit;
}

/** @param {Card} card @returns {string} The group that it stands in among many. */
function groupOf(card) {
  if (card.column === 'post') return unitsOf[card.n].length ? departmentOf(cards[unitsOf[card.n][0]]).id : '';
  if (card.column === 'unit') return departmentOf(card).id;
  if (card.column === 'target') return cardOf.get(card.above)?.above || card.above;
  if (card.column === 'instrument') return card.subject ? 'subject/' + card.subject : 'type/' + card.type;
  return card.biennium;
}

/** @param {string} group @returns {string} */
function groupName(group) {
  if (group.startsWith('type/')) return named('types', group.slice(5));
  return group ? keyName(group) : say('network.ungrouped');
}
