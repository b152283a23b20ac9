/** Lets people choose what to send, and describes it the way the client takes it. */
const { call } = require('./ask');

const AT_ONCE = 9;
const MIMES = {
  jpg: 'image/jpeg', jpeg: 'image/jpeg', png: 'image/png', gif: 'image/gif', webp: 'image/webp', mp4: 'video/mp4', mov: 'video/quicktime',
  mp3: 'audio/mpeg', m4a: 'audio/mp4', aac: 'audio/aac', wav: 'audio/wav', pdf: 'application/pdf', zip: 'application/zip', txt: 'text/plain',
  doc: 'application/msword', docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xls: 'application/vnd.ms-excel', xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  ppt: 'application/vnd.ms-powerpoint', pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
};

const fileName = (path) => path.split('/').pop();
const mimeOf = (name) => MIMES[(name.split('.').pop() || '').toLowerCase()] || 'application/octet-stream';

async function describeImage({ tempFilePath, size }) {
  const { width, height, type } = await call('getImageInfo', { src: tempFilePath });
  const name = fileName(tempFilePath);
  return {
    kind: 'image', body: tempFilePath, name, mime: type ? `image/${type.replace('jpg', 'jpeg')}` : mimeOf(name), size, width, height,
    preview: tempFilePath,
  };
}

const describeVideo = ({ tempFilePath, size, width, height, duration }) => ({
  kind: 'video', body: tempFilePath, name: fileName(tempFilePath), mime: mimeOf(tempFilePath), size, width, height,
  durationMs: Math.round((duration || 0) * 1000), preview: tempFilePath,
});

async function pictures(sourceType) {
  const { tempFiles } = await call('chooseMedia', {
    count: AT_ONCE, mediaType: ['image', 'video'], sourceType: [sourceType], sizeType: ['compressed'], maxDuration: 60,
  });
  return Promise.all(tempFiles.map((file) => (file.fileType === 'video' ? describeVideo(file) : describeImage(file))));
}

async function files() {
  const { tempFiles } = await call('chooseMessageFile', { count: AT_ONCE, type: 'file' });
  return tempFiles.map(({ path, name, size }) => ({ kind: 'file', body: path, name, mime: mimeOf(name), size }));
}

const voice = ({ path, durationMs, size, mime }) =>
  ({ kind: 'voice', body: path, name: fileName(path), mime, size, durationMs, preview: path });

/** @returns {Promise<any>} the content of a message */
async function place() {
  const { name, address, latitude, longitude } = await call('chooseLocation');
  return { kind: 'location', lat: latitude, lng: longitude, name: name || address || '', address: address || '' };
}

module.exports = { files, photo: () => pictures('album'), camera: () => pictures('camera'), place, voice };
