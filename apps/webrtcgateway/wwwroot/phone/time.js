/** When a call was: the time today, else the day. */
export function timeOf(date) {
  const now = new Date();
  const yesterday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1);
  if (date.toDateString() === now.toDateString()) {
    return clockOf(date);
  }

  return date >= yesterday ? 'yesterday' : date.toLocaleDateString('en', { day: 'numeric', month: 'short' });
}

/** Seconds as 1:05 or 1:00:05. */
export function durationOf(seconds) {
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const shown = parts[0] > 0 ? parts : parts.slice(1);
  return shown.map((part, index) => String(part).padStart(index > 0 ? 2 : 1, '0')).join(':');
}

/** The time of a day. */
export function clockOf(date) {
  return date.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
}

/** A day as people name it. */
export function dayOf(date) {
  const now = new Date();
  const yesterday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1);
  if (date.toDateString() === now.toDateString()) {
    return 'Today';
  }

  if (date.toDateString() === yesterday.toDateString()) {
    return 'Yesterday';
  }

  const isThisYear = date.getFullYear() === now.getFullYear();
  return date.toLocaleDateString('en', { weekday: 'long', day: 'numeric', month: 'long', year: isThisYear ? undefined : 'numeric' });
}
