// The words of the interface, in the reader's language; they come from languages/*.toml.

const LANGUAGES = ['en', 'fr', 'es'];
const language = { code: 'en', plural: new Intl.PluralRules('en') };

/** @param {string} code */
function speak(code) {
  language.code = LANGUAGES.includes(code) ? code : 'en';
  language.plural = new Intl.PluralRules(language.code);
  document.documentElement.lang = language.code;
  document.title = say('page.title');
  for (const element of document.querySelectorAll('[data-say]')) element.textContent = say(element.getAttribute('data-say'));
  for (const element of document.querySelectorAll('[data-label]')) {
    element.setAttribute('aria-label', say(element.getAttribute('data-label')));
  }
  byId('search').setAttribute('placeholder', say('search.hint'));
  for (const code_ of LANGUAGES) byId('say-' + code_).setAttribute('aria-pressed', String(code_ === language.code));
}

/** The first of the reader's languages that the page speaks. @returns {string} */
function preferred() {
  const wanted = (navigator.languages || []).map((one) => one.slice(0, 2).toLowerCase());
  return wanted.find((one) => LANGUAGES.includes(one)) || 'en';
}

/**
 * Words of the interface: "{n}" is replaced by the value of that name; the plural is chosen by the value "n".
 * @param {string} key @param {Object<string, string|number>} [values] @returns {string}
 */
function say(key, values = {}) {
  let found = key.split('.').reduce((table, part) => table && table[part], data.languages[language.code]);
  if (found && typeof found === 'object') found = found[language.plural.select(Number(values.n))] || found.other;
  const text = typeof found === 'string' ? found : key;
  return text.replace(/\{(\w+)\}/g, (all, name) => (name in values ? String(values[name]) : all));
}

/** A name that the data uses in English, in the reader's language. @param {string} table @param {string} name */
function named(table, name) {
  const words = data.languages[language.code][table];
  return Object.hasOwn(words, name) ? words[name] : name;
}

/** The label of a concept, in the reader's language. @param {string} scheme @param {string} name @returns {string} */
function concept(scheme, name) {
  const labels = Object.hasOwn(data.concepts, scheme + '/' + name) ? data.concepts[scheme + '/' + name] : [];
  return labels[LANGUAGES.indexOf(language.code)] || labels[0] || name.replaceAll('-', ' ');
}
