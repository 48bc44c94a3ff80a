// The data: cards, links as columns of numbers, and the words, which are unpacked after the page is drawn.

/**
 * @typedef {{n: number, id: string, column: string, type: string, label: string, title: string, titles: string[],
 *   biennium: string, attestation: string, status: string, category: string, subject: string, kind: string,
 *   above: string, dated: string, page: string, facts: [string, string][], aliases: string[],
 *   discrepancies: string[][]}} Card
 */

const UNPACKED = { title: '', titles: [], biennium: '', attestation: '', status: '', category: '', subject: '', kind: '',
  above: '', dated: '', page: '', facts: [], aliases: [], discrepancies: [] };
let data = /** @type {any} */ (null);
let words = /** @type {any} */ (null); // null until they are unpacked
const cards = /** @type {Card[]} */ ([]);
const cardOf = /** @type {Map<string, Card>} */ (new Map());
/** Links by the number of the card that they start or end at. */
const bySource = /** @type {number[][]} */ ([]);
const byTarget = /** @type {number[][]} */ ([]);
const catalogued = /** @type {number[][]} */ ([]);
const unitsOf = /** @type {number[][]} */ ([]);
const postsIn = /** @type {number[][]} */ ([]);
const differing = /** @type {Set<number>} */ (new Set()); // the citations that are at odds with something
let postLinks = 0; // the links of posts come first, the strongest kind before the others

/** @param {string} id A block of the page: gzip in base64, which needs no request and can end no element. */
async function unpack(id) {
  const letters = atob(byId(id).textContent.trim());
  const bytes = new Uint8Array(letters.length);
  for (let i = 0; i < letters.length; i += 1) bytes[i] = letters.charCodeAt(i);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return JSON.parse(await new Response(stream).text());
}

async function loadGraph() {
  data = await unpack('graph');
  data.cards.forEach((row, n) => {
    const card = { ...UNPACKED, n };
    row.forEach((value, index) => { card[data.fields[index]] = value; });
    cards.push(card);
    cardOf.set(card.id, card);
    for (const index of [bySource, byTarget, catalogued, unitsOf, postsIn]) index.push([]);
  });
  for (const i of data.evidence.differs) differing.add(i);
  const { source, target, kind } = data.links;
  const [member, catalogue] = ['member', 'catalogue'].map((name) => data.kinds.indexOf(name));
  postLinks = kind.findIndex((one) => one >= member);
  if (postLinks < 0) postLinks = kind.length;
  for (let i = 0; i < kind.length; i += 1) {
    if (i < postLinks) { bySource[source[i]].push(i); byTarget[target[i]].push(i); }
    else if (kind[i] === member) { postsIn[source[i]].push(target[i]); unitsOf[target[i]].push(source[i]); }
    else if (kind[i] === catalogue) { catalogued[source[i]].push(i); catalogued[target[i]].push(i); }
  }
}

async function loadWords() {
  if (document.readyState === 'loading') await new Promise((done) => addEventListener('DOMContentLoaded', done));
  const found = await unpack('words');
  found.dutiesOf = gather(found.duties, (duty) => found.strings[duty[0]]);
  words = found;
}

/** @param {number} i A citation, with its words. */
function citation(i) {
  const said = { role: sort('role', i), agent: sort('agent', i), basis: sort('basis', i) };
  for (const [name, column] of Object.entries(words.texts)) said[name] = words.strings[column[i]];
  for (const [name, column] of Object.entries(words.numbers)) said[name] = column[i];
  return { ...said, discrepancies: words.discrepancies[i] || [], corrections: words.corrections[i] || [] };
}

/** @param {'role'|'agent'|'basis'} what @param {number} i */
function sort(what, i) {
  return data.sorts[data.evidence[what][i]];
}

/** @param {number} link @returns {number[]} The citations behind it. */
function proofOf(link) {
  return data.links.proofs[data.links.proof[link]];
}

/** @param {number} link @returns {string} */
function kindOf(link) {
  return data.kinds[data.links.kind[link]];
}

/** @param {Card} card Whether it is something that posts are linked with, not a post or a unit itself. */
function isMandate(card) {
  return card.column !== 'post' && card.column !== 'unit';
}

/** @param {Card} card Whether a post is linked with it. */
function isLinked(card) {
  return card.n < data.linked;
}

/** @param {Card} card Its title in the reader's language, else in that which there is; empty if none is verified. */
function titleIn(card) {
  return card.titles[LANGUAGES.indexOf(language.code)] || card.title;
}

/** @param {Card} card */
function titleOf(card) {
  return titleIn(card) || say('card.unverified');
}

/** @param {Card} card What it is called for short. */
function labelOf(card) {
  if (card.label === card.title) return titleIn(card);
  if (card.label.startsWith('SDG ')) return say('card.sdg') + card.label.slice(3);
  const [, word, number] = /^(Outcome|Output|Post) (.*)$/.exec(card.label) || [];
  if (card.type === 'Post') return word ? named('types', 'Post') + ' ' + number.replace('without number', say('card.unnumbered')) : card.label;
  return word ? named('types', word) + ' ' + number : card.label;
}

/** @param {Card} card What it is called in a sentence. */
function naming(card) {
  return card.biennium ? labelOf(card) + ' (' + card.biennium + ')' : labelOf(card);
}

/** @param {Card} card Its short name and its title, where these are two. */
function fullName(card) {
  return card.title === card.label ? naming(card) : naming(card) + ', ' + titleOf(card);
}

/** @param {Card} card The links of posts that concern it; for a unit those of its posts. @returns {number[]} */
function linksOf(card) {
  if (card.column === 'unit') return postsIn[card.n].flatMap((post) => bySource[post]).sort((a, b) => a - b);
  return (isMandate(card) ? byTarget : bySource)[card.n];
}

/** @param {number} link A link of a post. @returns {string} The biennium that it belongs to; empty if none is known. */
function bienniumOf(link) {
  const { source, target, via } = data.links;
  const passed = via[link] < 0 ? '' : cards[via[link]].biennium;
  return cards[target[link]].biennium || passed || bienniumAt(cards[source[link]].dated);
}

/** @param {string} date @returns {string} Biennia begin in even years: "2025-03" lies in "2024-25". */
function bienniumAt(date) {
  const year = Number.parseInt(date, 10);
  if (!year) return '';
  const first = year - (year % 2);
  return first + '-' + String(first + 1).slice(2);
}
