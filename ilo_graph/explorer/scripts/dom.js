// Elements. Every text enters the page as text: nothing here or elsewhere is made from HTML.

const SVG = 'http://www.w3.org/2000/svg';

/** @param {string} id @returns {HTMLElement} */
function byId(id) {
  return document.getElementById(id);
}

/**
 * Make an element; strings become text, and nothing comes of null.
 * @param {string} tag @param {Object<string, string>} attributes @param {...(Node|string|null)} children
 * @returns {HTMLElement}
 */
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children.filter((child) => child !== null));
  return element;
}

/** @param {string} words @param {() => void} act @param {Object<string, string>} attributes @returns {HTMLElement} */
function button(words, act, attributes = {}) {
  const element = make('button', { type: 'button', ...attributes }, words);
  element.addEventListener('click', act);
  return element;
}

/** @param {string} tag @param {Object<string, string|number>} attributes @param {...(Node|string)} children */
function draw(tag, attributes, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

/** The line of a kind of link, as the legend shows it. @param {string} kind @returns {SVGElement} */
function sample(kind) {
  return draw('svg', { viewBox: '0 0 28 10', class: 'sample', 'aria-hidden': 'true' }, draw('path', { class: kind, d: 'M1 5H27' }));
}

/** @template T, K @param {Iterable<T>} all @param {(one: T) => K} key @returns {Map<K, T[]>} */
function gather(all, key) {
  const found = new Map();
  for (const one of all) {
    const name = key(one);
    if (found.has(name)) found.get(name).push(one);
    else found.set(name, [one]);
  }
  return found;
}

/** @template T @param {T[]} all @param {(one: T) => number} size The largest first; what is equal keeps its order. */
function largest(all, size) {
  return [...all].sort((a, b) => size(b) - size(a));
}
