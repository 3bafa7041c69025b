/**
 * Microphone and camera. Without a secure context browsers do not even have `mediaDevices`; that
 * fails here with an error of its own name, to be said in plain words.
 */
const microphone = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
const camera = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30, max: 30 }, facingMode: 'user' };

export async function openMicrophone() {
  const stream = await open({ audio: microphone });
  return stream.getAudioTracks()[0];
}

export async function openCamera() {
  const stream = await open({ video: camera });
  return stream.getVideoTracks()[0];
}

function open(constraints) {
  if (!navigator.mediaDevices) {
    throw Object.assign(new Error('Not a secure page'), { name: 'InsecurePageError' });
  }

  return navigator.mediaDevices.getUserMedia(constraints);
}
