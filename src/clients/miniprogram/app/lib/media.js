/** Addresses of pictures, sounds and files as WeChat's own components and calls may fetch them. */
const { client } = require('./client');

/** @returns {Promise<string>} empty if it may not be had */
async function media(url) {
  if (!url || !/^(https?:\/\/|\/media\/|wxfile:\/\/|http:\/\/tmp)/.test(url)) {
    return '';
  }
  try {
    return await client.mediaUrl(url);
  } catch {
    return '';
  }
}

module.exports = { media };
