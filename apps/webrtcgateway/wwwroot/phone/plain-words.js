/** Why a call was not made or not answered, said to the one who made it. */
export function callEnding(reason, { name, address }) {
  switch (reason.code) {
    case 401:
    case 403:
    case 407:
    case 904:
      return 'The server did not allow this call.';
    case 404:
    case 604:
    case 410:
      return `There is nobody at ${address}.`;
    case 408:
      return /ICE|DTLS/i.test(reason.phrase) ? 'Sound and picture could not get through.' : `${name} does not answer.`;
    case 480:
      return `${name} cannot be reached right now.`;
    case 484:
      return 'This address is not complete.';
    case 486:
    case 600:
      return `${name} is busy.`;
    case 488:
    case 415:
    case 606:
      return `Your browser and the phone of ${name} have no codec in common.`;
    case 487:
      return 'Call cancelled.';
    case 603:
    case 607:
      return `${name} declined the call.`;
    default:
      return otherEnding(reason);
  }
}

function otherEnding({ code, phrase }) {
  if (code >= 200 && code < 300) {
    return 'Call ended.';
  }

  if (phrase === 'Connection lost') {
    return 'The connection to the server was lost.';
  }

  if (code >= 500) {
    return `The call failed on its way: ${phrase || 'server trouble'} (${code}).`;
  }

  return phrase ? `The call failed: ${phrase}${code ? ` (${code})` : ''}.` : 'The call failed.';
}

/** Why a login failed. */
export function registrationFailure(reason, { address, domain }) {
  switch (reason.code) {
    case 401:
    case 403:
    case 407:
    case 904:
      return 'Wrong account or password.';
    case 404:
      return `There is no account ${address}.`;
    case 408:
    case 503:
    case 504:
      return `The phone server of ${domain} does not answer. Please try again later.`;
  }

  const { phrase } = reason;
  if (/domain not allowed/i.test(phrase)) {
    return `This server is not for accounts of ${domain}.`;
  }

  if (/wrong username or password/i.test(phrase)) {
    return 'Wrong account or password.';
  }

  if (/^DNS/i.test(phrase)) {
    return `The phone server of ${domain} was not found.`;
  }

  return `Login failed: ${reason}.`;
}

/** Why a microphone or camera could not be used; `device` is its name in a sentence. */
export function deviceFailure(error, device) {
  switch (error.name) {
    case 'NotAllowedError':
    case 'SecurityError':
      return `This page may not use your ${device}. Allow it in your browser (at the address bar), then try again.`;
    case 'NotFoundError':
    case 'OverconstrainedError':
      return `No ${device} was found.`;
    case 'NotReadableError':
    case 'AbortError':
      return `Your ${device} does not work, or another program is using it.`;
    case 'InsecurePageError':
      return `Browsers give no ${device} to pages without https.`;
    default:
      return `Your ${device} could not be used: ${error.message}.`;
  }
}

/** Why hold, resume or the camera did not work in a call. */
export function updateFailure(reason, name) {
  switch (reason.code) {
    case 408:
      return `The phone of ${name} did not answer.`;
    case 415:
    case 488:
    case 606:
      return `The phone of ${name} does not accept this.`;
    case 491:
      return `The phone of ${name} was busy with a change of its own. Please try again.`;
    default:
      return `That did not work: ${reason}.`;
  }
}

/** Why a message was not sent. */
export function messageFailure({ code, reason, contact }) {
  switch (code) {
    case 404:
    case 410:
    case 604:
      return `There is nobody at ${contact}.`;
    case 408:
    case 480:
      return 'This could not be delivered: no answer.';
    case 413:
      return 'This is too long.';
    case 415:
    case 488:
      return 'Their phone takes no messages like this.';
    case 401:
    case 403:
    case 407:
      return 'The server did not allow this.';
    default:
      return reason ? `Not sent: ${reason}.` : 'Not sent.';
  }
}

/** Why a file was not sent. */
export function uploadFailure({ status, message }) {
  switch (status) {
    case 0:
      return 'The connection was lost.';
    case 403:
      return 'The server did not allow this.';
    case 404:
    case 405:
      return 'This server takes no files.';
    case 413:
      return 'This file is too large for the server.';
    case 507:
      return 'There is no more room for your files.';
    default:
      return `Not sent: ${message || status}.`;
  }
}
