// Reads result lines on standard input, prints the median of each figure for each gateway and the ratio of the two.
import { createInterface } from 'node:readline';

const groups = new Map();
for await (const line of createInterface({ input: process.stdin })) {
  if (!line.startsWith('{')) continue;
  const { scenario, gateway, ...figures } = JSON.parse(line);
  const key = [scenario, figures.calls && scenario === 'relay' ? figures.calls : '', figures.together ?? ''].filter(String).join(' ');
  const group = groups.get(key) ?? groups.set(key, new Map()).get(key);
  for (const [name, value] of Object.entries(figures)) {
    const row = group.get(name) ?? group.set(name, {}).get(name);
    (row[gateway] ??= []).push(value);
  }
}

const median = values => values && [...values].sort((a, b) => a - b)[values.length >> 1];
console.log(`\n| scenario | figure | Janus | this server | ratio |\n|---|---|---|---|---|`);
for (const [key, figures] of groups) {
  for (const [name, row] of figures) {
    if (['calls', 'together', 'sockets'].includes(name)) continue;
    const janus = median(row.janus), sylk = median(row.sylk);
    console.log(`| ${key} | ${name} | ${janus ?? '-'} | ${sylk ?? '-'} | ${janus && sylk !== undefined ? (sylk / janus).toFixed(2) : '-'} |`);
  }
}
