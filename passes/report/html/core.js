// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What all views share: the report, elements, the address, paging.
'use strict';

const report = JSON.parse(document.getElementById('report').textContent);
const PageSize = 100;

/** An element. Children are nodes or text; text never becomes markup. */
function h(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === 'function') element.addEventListener(name, value);
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.flat(Infinity).filter((c) => c !== null && c !== ''));
  return element;
}

/** A sentence of the report, with the names that it quotes as code. */
function words(text) {
  return text.split(/'([^']+)'/).map((part, i) => i % 2 ? h('code', null, part) : part);
}

function plural(n, word) {
  return n.toLocaleString('en') + ' ' + word + (n === 1 ? '' : 's');
}

function badge(word, kind) {
  return h('span', {class: 'badge ' + (kind || word)}, word);
}

/** "queue.c:12" of a place [file, line, column]. */
function placeText(loc) {
  if (!loc) return 'no debug information';
  return report.files[loc[0]].path + (loc[1] ? ':' + loc[1] : '');
}

/** Says something to those who listen instead of look. */
function announce(text) {
  document.getElementById('status').textContent = text;
}

// --- The address: #/view/id?name=value ------------------------------------

function readAddress() {
  const [path, query] = location.hash.replace(/^#\/?/, '').split('?');
  const [view, id] = path.split('/');
  return {view: view || 'findings', id, params: new URLSearchParams(query || '')};
}

function address(view, id, params) {
  const query = params ? params.toString() : '';
  return '#/' + view + (id === null || id === undefined ? '' : '/' + id) + (query ? '?' + query : '');
}

/** The parameters with some of them changed; what is empty is left out. */
function withParams(params, changes) {
  const result = new URLSearchParams(params);
  for (const [name, value] of Object.entries(changes)) {
    if (value === '' || value === null || value === undefined) result.delete(name);
    else result.set(name, value);
  }
  return result;
}

/** Changes the address without a step in the history. */
function replaceAddress(text) {
  history.replaceState(null, '', text);
}

// --- Controls ---------------------------------------------------------------

/** A labelled choice among [value, text] pairs. */
function choice(label, name, options, value, onChange) {
  const select = h('select', {name, change: () => onChange(select.value)},
    options.map(([v, text]) => h('option', {value: v}, text)));
  select.value = value || '';
  return h('label', null, label, select);
}

function searchBox(placeholder, value, onInput) {
  const input = h('input', {type: 'search', name: 'q', placeholder, autocomplete: 'off',
    spellcheck: 'false', input: () => onInput(input.value)});
  input.value = value || '';
  return h('label', {class: 'grow'}, 'Search', input);
}

/** How often each value occurs, as options: the most frequent first. */
function counted(values, all) {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) || 0) + 1);
  const sorted = [...counts].filter(([v]) => v !== '').sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return [['', all], ...sorted.slice(0, 1000).map(([v, n]) => [v, v + ' (' + n.toLocaleString('en') + ')'])];
}

/** The page that a parameter names, within those that there are. */
function pageOf(params, total) {
  const last = Math.max(Math.ceil(total / PageSize), 1);
  return Math.min(Math.max(Number.parseInt(params.get('page'), 10) || 1, 1), last);
}

function pager(page, total, what, go) {
  const last = Math.max(Math.ceil(total / PageSize), 1);
  const first = (page - 1) * PageSize;
  const text = total === 0 ? 'No ' + what
    : (first + 1).toLocaleString('en') + '–' + Math.min(first + PageSize, total).toLocaleString('en') +
      ' of ' + total.toLocaleString('en') + ' ' + what;
  const turn = (label, name, to) => h('button', {type: 'button', 'aria-label': name,
    disabled: to < 1 || to > last, click: () => go(to)}, label);
  return h('div', {class: 'below'},
    h('span', {class: 'muted total'}, text),
    last === 1 ? '' : h('div', {class: 'pager'},
      turn('«', 'First page', page === 1 ? 0 : 1), turn('‹', 'Previous page', page - 1),
      h('span', null, 'Page ' + page + ' of ' + last),
      turn('›', 'Next page', page + 1), turn('»', 'Last page', page === last ? 0 : last)));
}
