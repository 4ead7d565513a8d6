// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The acquisition graph of an order inversion: locks, and for each edge the
// path that takes one while it holds the other.
'use strict';

function s(tag, attributes, ...children) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (typeof value === 'function') element.addEventListener(name, value);
    else element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

function shorten(text, length) {
  return text.length <= length ? text : text.slice(0, length - 1) + '…';
}

/** Where the line from the middle of a box towards a point leaves the box. */
function leave(box, x, y) {
  const dx = x - box.x;
  const dy = y - box.y;
  const scale = Math.min(dx ? (box.w / 2 + 4) / Math.abs(dx) : Infinity, dy ? (box.h / 2 + 4) / Math.abs(dy) : Infinity);
  return Number.isFinite(scale) ? [box.x + dx * scale, box.y + dy * scale] : [box.x, box.y];
}

/** Boxes on a circle; two side by side. */
function layOut(names) {
  const n = names.length;
  const labels = names.map((name) => shorten(name || 'a lock', 26));
  const widest = Math.max(...labels.map((l) => l.length)) * 7.9 + 26;
  const rx = n === 2 ? widest / 2 + 70 : Math.max(widest * 0.75, n * 34) + 40;
  const ry = n === 2 ? 0 : Math.max(90, n * 26);
  return labels.map((label, i) => {
    const angle = (n === 2 ? Math.PI : -Math.PI / 2) + 2 * Math.PI * i / n;
    return {x: rx * Math.cos(angle), y: ry * Math.sin(angle), w: label.length * 7.9 + 26, h: 34, label, name: names[i]};
  });
}

/** The picture. `choose` is told which edge was picked. */
function orderGraph(finding, choose) {
  const names = [...new Set(finding.order.flatMap((e) => [e.from, e.to]))];
  const boxes = layOut(names);
  const middle = {
    x: boxes.reduce((sum, b) => sum + b.x, 0) / boxes.length,
    y: boxes.reduce((sum, b) => sum + b.y, 0) / boxes.length,
  };
  const parallel = new Map();
  const curves = [];
  const edges = finding.order.map((edge, index) => {
    const from = boxes[names.indexOf(edge.from)];
    const to = boxes[names.indexOf(edge.to)];
    const key = edge.from + '\u0000' + edge.to;
    const nth = parallel.get(key) || 0;
    parallel.set(key, nth + 1);
    // Away from the others; where there is a way back, each to its right.
    const [dx, dy] = [to.x - from.x, to.y - from.y];
    const length = Math.hypot(dx, dy) || 1;
    const isBothWays = finding.order.some((e) => e.from === edge.to && e.to === edge.from);
    const at = (bend) => [(from.x + to.x) / 2 - dy / length * bend, (from.y + to.y) / 2 + dx / length * bend];
    const distance = ([x, y]) => Math.hypot(x - middle.x, y - middle.y);
    const bend = (isBothWays ? 52 : 30) + 34 * nth;
    const inward = !isBothWays && distance(at(bend)) < distance(at(-bend));
    const [cx, cy] = at(inward ? -bend : bend);
    const [x1, y1] = leave(from, cx, cy);
    const [x2, y2] = leave(to, cx, cy);
    const tip = Math.atan2(y2 - cy, x2 - cx);
    const back = (turn) => (x2 - 11 * Math.cos(tip + turn)).toFixed(1) + ',' + (y2 - 11 * Math.sin(tip + turn)).toFixed(1);
    const d = `M${x1.toFixed(1)},${y1.toFixed(1)} Q${cx.toFixed(1)},${cy.toFixed(1)} ${x2.toFixed(1)},${y2.toFixed(1)}`;
    const [mx, my] = [(x1 + 2 * cx + x2) / 4, (y1 + 2 * cy + y2) / 4];
    curves.push([mx, my]);
    const text = `Edge ${index + 1}: with ${edge.from} held, ${edge.to} is acquired`;
    return s('g', {class: 'edge', tabindex: '0', role: 'button', 'aria-label': text, 'data-edge': index,
      click: () => choose(index),
      keydown: (e) => { if (e.key === 'Enter' || e.key === ' ') { e.preventDefault(); choose(index); } }},
    s('title', null, text),
    s('path', {class: 'hit', d}), s('path', {d}),
    s('path', {class: 'tip', d: `M${x2.toFixed(1)},${y2.toFixed(1)} L${back(0.42)} L${back(-0.42)} Z`}),
    s('circle', {cx: mx.toFixed(1), cy: my.toFixed(1), r: 11}),
    s('text', {x: mx.toFixed(1), y: my.toFixed(1)}, String(index + 1)));
  });
  const nodes = boxes.map((b) => s('g', {class: 'node'}, s('title', null, b.name),
    s('rect', {x: (b.x - b.w / 2).toFixed(1), y: (b.y - b.h / 2).toFixed(1), width: b.w.toFixed(1), height: b.h, rx: 8}),
    s('text', {x: b.x.toFixed(1), y: b.y.toFixed(1)}, b.label)));
  const xs = [...boxes.flatMap((b) => [b.x - b.w / 2, b.x + b.w / 2]), ...curves.map(([x]) => x), middle.x];
  const ys = [...boxes.flatMap((b) => [b.y - b.h / 2, b.y + b.h / 2]), ...curves.map(([, y]) => y), middle.y];
  const [left, top] = [Math.min(...xs) - 16, Math.min(...ys) - 18];
  const box = [left, top, Math.max(...xs) + 16 - left, Math.max(...ys) + 18 - top].map((v) => v.toFixed(0)).join(' ');
  return s('svg', {viewBox: box, role: 'group', 'aria-label': 'Acquisition graph of ' + names.length + ' locks'},
    ...edges, ...nodes);
}
