// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Source lines, as far as the report has them.
'use strict';

const keywords = new Set(('alignas alignof asm auto bool break case catch char class const constexpr continue ' +
  'default delete do double else enum explicit extern false float for friend goto if inline int long ' +
  'namespace new noexcept nullptr operator override private protected public register restrict return ' +
  'short signed sizeof static static_assert struct switch template this throw true try typedef typename ' +
  'union unsigned using virtual void volatile while as async await crate dyn fn impl in let loop match ' +
  'mod move mut pub ref self Self trait type unsafe use where').split(' '));

const lineMaps = new Map();
/** The lines of a file, by number. */
function linesOf(file) {
  let lines = lineMaps.get(file);
  if (!lines) {
    lines = new Map();
    for (const [first, texts] of report.files[file].chunks) {
      texts.forEach((text, i) => lines.set(first + i, text));
    }
    lineMaps.set(file, lines);
  }
  return lines;
}

/** Where in the text the byte is that a column (from 1) names; -1 for none. */
function indexOfColumn(text, column) {
  if (!column) return -1;
  let bytes = 1;
  for (let i = 0; i < text.length;) {
    if (bytes >= column) return i;
    const point = text.codePointAt(i);
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    i += point < 0x10000 ? 1 : 2;
  }
  return -1;
}

const tokens = /\/\/.*|\/\*[^]*?(?:\*\/|$)|"(?:\\.|[^"\\])*"?|'(?:\\.|[^'\\])'|\b\d[\w.]*|[A-Za-z_]\w*/g;

/** A line as nodes. `state.comment` goes from line to line. */
function highlight(text, column, state) {
  const at = indexOfColumn(text, column);
  const nodes = [];
  let from = 0;
  const put = (end, kind) => {
    if (end <= from) return;
    const isAt = at >= from && at < end;
    const piece = text.slice(from, end);
    nodes.push(kind || isAt ? h('span', {class: (kind || '') + (isAt ? ' at' : '')}, piece) : piece);
    from = end;
  };
  if (state.comment || (state.fresh && /^\s*\*(\s|\/|$)/.test(text))) {
    const end = text.indexOf('*/');
    state.comment = end < 0;
    put(end < 0 ? text.length : end + 2, 'c');
  }
  state.fresh = false;
  tokens.lastIndex = from;
  for (let m; from < text.length && (m = tokens.exec(text));) {
    const word = m[0];
    const kind = /^\/[/*]/.test(word) ? 'c' : /^["']/.test(word) ? 's' : /^\d/.test(word) ? 'd'
      : keywords.has(word) ? 'k' : '';
    if (kind === 'c' && word.startsWith('/*') && !word.endsWith('*/')) state.comment = true;
    if (!kind && !(at >= m.index && at < m.index + word.length)) continue;
    put(m.index, '');
    put(m.index + word.length, kind);
  }
  put(text.length, '');
  return nodes;
}

/** The numbers of the lines to show: those near one of \p wanted. */
function nearLines(lines, wanted) {
  const reach = wanted.length > 40 ? 4 : 14;
  const near = new Set();
  for (const line of wanted) {
    for (let l = line - reach; l <= line + reach; ++l) if (lines.has(l)) near.add(l);
  }
  return [...near].sort((a, b) => a - b);
}

/**
 * The lines of one file that a path leads through. `steps` are [index, step]
 * of those in this file; `choose` is told which step a mark stands for.
 */
function sourceTable(file, steps, choose) {
  const lines = linesOf(file);
  const marks = new Map();
  for (const [index, step] of steps) {
    if (!marks.has(step.loc[1])) marks.set(step.loc[1], []);
    marks.get(step.loc[1]).push([index, step]);
  }
  const shown = nearLines(lines, [...marks.keys()]);
  const root = h('div', {class: 'source', tabindex: '0', role: 'region', 'aria-label': report.files[file].path});
  if (!shown.length) {
    root.append(h('p', {class: 'empty'}, 'The source of ' + report.files[file].path +
      (report.sourcesCut ? ' was left out: the report would be too big.' : ' was not found when this report was written.')));
    return root;
  }
  const most = Math.max(...[...marks.values()].map((here) => here.length));
  const width = 8 + 24 * Math.min(most, 4) + 'px';
  const body = h('div', {class: 'lines'});
  const state = {comment: false, fresh: true};
  let before = 0;
  for (const number of shown) {
    if (number !== before + 1) {
      body.append(h('div', {class: 'gap'}, '⋯ ' + plural(number - before - 1, 'line')));
      state.comment = false;
      state.fresh = true;
    }
    before = number;
    const here = marks.get(number) || [];
    const beside = h('span', {class: 'marks'}, here.map(([index]) => h('button', {type: 'button', tabindex: '-1',
      'data-step': index, 'aria-label': 'Step ' + (index + 1), click: () => choose(index)}, String(index + 1))));
    beside.style.minWidth = width;
    body.append(h('div', {class: 'ln' + (here.length ? ' touched' : ''), 'data-line': number},
      h('span', {class: 'num'}, String(number)), beside,
      h('span', {class: 'code'}, highlight(lines.get(number), here.length ? here[0][1].loc[2] : 0, state))));
  }
  root.append(body);
  return root;
}
