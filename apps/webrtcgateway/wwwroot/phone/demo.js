/** What the shipped configuration offers. It listens on this machine only, so that this page is then a local one. */
const isLocal = ['localhost', '127.0.0.1', '[::1]'].includes(location.hostname);

export const demo = {
  isOffered: isLocal,
  domain: 'sylk.test',
  accounts: ['alice', 'bob', 'carol', 'dave'],
  password: 'demo',
  echo: 'echo@sylk.test',
};
