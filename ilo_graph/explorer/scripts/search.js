// The search: over codes, titles in every language, other names, units, and the words that notices use.

const FOUND = 12;
let haystacks = /** @type {?{card: Card, codes: string[], name: string, text: string}[]} */ (null);

/** @param {string} text Letters without accents, for comparing. */
function folded(text) {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

/** @param {string} text Letters and digits alone: "C.189" and "C 189" are "c189". */
function bare(text) {
  return folded(text).replace(/[^\p{L}\p{N}]/gu, '');
}

function indexed() {
  haystacks ??= cards.map((card) => {
    const cited = words && isMandate(card) ? byTarget[card.n].filter((i) => data.links.via[i] < 0).flatMap(proofOf) : [];
    const used = new Set(cited.map((i) => words.strings[words.texts.words[i]]));
    const names = [card.title, ...card.titles];
    return {
      card,
      codes: [bare(card.id), bare(card.label)],
      name: folded([card.label, ...names].join(' ')),
      text: folded([card.id, card.label, ...names, card.biennium, named('types', card.type), ...card.aliases, ...used].join(' ')),
    };
  });
  return haystacks;
}

/** @param {string} query @returns {Card[]} The best first. */
function search(query) {
  const code = bare(query);
  const parts = folded(query).split(/\s+/).filter(Boolean);
  if (!code) return [];
  const found = indexed().map((hay) => ({ card: hay.card, score: score(hay, code, parts) })).filter((one) => one.score > 0);
  return largest(found, (one) => one.score).slice(0, FOUND).map((one) => one.card);
}

/** What posts are linked with comes before what they are not, as long as the words fit as well. */
function score(hay, code, parts) {
  const linked = isLinked(hay.card) ? 0.5 : 0;
  if (hay.codes.includes(code)) return 4 + linked;
  if (hay.codes.some((one) => one.startsWith(code))) return 3 + linked;
  if (parts.every((part) => hay.name.includes(part))) return 2 + linked;
  return parts.every((part) => hay.text.includes(part)) ? 1 + linked : 0;
}

function buildSearch() {
  const input = /** @type {HTMLInputElement} */ (byId('search'));
  input.addEventListener('input', () => listFound(search(input.value), input));
  input.addEventListener('keydown', (event) => searchKey(event, input));
  input.addEventListener('blur', () => closeFound(input));
}

/** @param {Card[]} found @param {HTMLInputElement} input */
function listFound(found, input) {
  const items = found.map((card, index) => foundItem(card, index, input));
  const none = make('li', { class: 'none', role: 'option', 'aria-selected': 'false', 'aria-disabled': 'true' }, say('search.none', { n: data.notices }));
  byId('found').replaceChildren(...(items.length ? items : [none]));
  byId('found').hidden = !input.value.trim();
  input.setAttribute('aria-expanded', String(!byId('found').hidden));
  if (items.length) input.setAttribute('aria-activedescendant', 'found-0');
  else input.removeAttribute('aria-activedescendant');
}

/** @param {Card} card @param {number} index @param {HTMLInputElement} input */
function foundItem(card, index, input) {
  const item = make('li', { role: 'option', id: 'found-' + index, 'aria-selected': String(index === 0), 'data-found': String(card.n) });
  const [name, title] = card.title === card.label ? [named('types', card.type), titleIn(card)] : [naming(card), titleOf(card)];
  item.append(make('span', {}, name), make('span', {}, title));
  if (!isLinked(card)) item.append(make('span', { class: 'nothing' }, say('search.unlinked')));
  item.addEventListener('mousedown', (event) => {
    event.preventDefault(); // the search field keeps the focus until the choice is made
    take(card, input);
  });
  return item;
}

/** @param {KeyboardEvent} event @param {HTMLInputElement} input */
function searchKey(event, input) {
  const items = /** @type {HTMLElement[]} */ ([...byId('found').querySelectorAll('[data-found]')]);
  const at = items.findIndex((item) => item.getAttribute('aria-selected') === 'true');
  if (event.key === 'Enter' && items[at] && !byId('found').hidden) take(cards[Number(items[at].dataset.found)], input);
  if (event.key === 'Escape') { input.value = ''; closeFound(input); }
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (!step || !items.length) return;
  event.preventDefault();
  const next = (at + step + items.length) % items.length;
  items.forEach((item, index) => item.setAttribute('aria-selected', String(index === next)));
  input.setAttribute('aria-activedescendant', items[next].id);
  items[next].scrollIntoView({ block: 'nearest' });
}

/** @param {HTMLInputElement} input */
function closeFound(input) {
  byId('found').hidden = true;
  input.setAttribute('aria-expanded', 'false');
  input.removeAttribute('aria-activedescendant');
}

/** @param {Card} card @param {HTMLInputElement} input */
function take(card, input) {
  input.value = '';
  closeFound(input);
  choose(card);
}
