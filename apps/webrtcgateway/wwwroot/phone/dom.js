/** @returns {HTMLElement} the element of index.html with this id */
export function byId(id) {
  const element = document.getElementById(id);
  if (!element) {
    throw new Error(`No element #${id}`);
  }

  return element;
}

/** Makes an element; `on…` properties are listeners, names with a hyphen are attributes. */
export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith('on')) {
      element.addEventListener(name.slice(2), value);
    } else if (name.includes('-')) {
      element.setAttribute(name, value);
    } else {
      element[name] = value;
    }
  }

  element.append(...children);
  return element;
}

/** An icon of icons.svg. */
export function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  svg.append(document.createElementNS('http://www.w3.org/2000/svg', 'use'));
  setIcon(svg, name);
  return svg;
}

/** Changes the icon in a button. */
export function setIcon(container, name) {
  const use = container.querySelector('use');
  const address = `icons.svg#${name}`;
  if (use.getAttribute('href') !== address) {
    use.setAttribute('href', address);
  }
}

/** Sets a text only where it changed, so that screen readers do not repeat it. */
export function setText(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

/** Neighbours in the hash become strangers on the colour wheel. */
const goldenAngle = 137.508;

/** Shows the initials of a person, on a colour of their own. */
export function setAvatar(element, { address, name }) {
  const words = (name || address.split('@')[0]).split(/[\s._-]+/).filter(Boolean);
  const initials = (words.length > 1 ? [words[0], words.at(-1)] : words).map(word => [...word][0]).join('');
  let hash = 0;
  for (const letter of address.toLowerCase()) {
    hash = (hash * 31 + letter.codePointAt(0)) >>> 0;
  }

  setText(element, initials.toLocaleUpperCase() || '?');
  element.style.setProperty('--hue', hash * goldenAngle % 360);
}
