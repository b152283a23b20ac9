import { createServer } from 'node:http';

/** WeChat's code2Session, as its page documents it: one answer for each code, and errors by their numbers. */
export async function startWeChat() {
  /** @type {Map<string, object>} */
  const people = new Map();
  const server = createServer(({ url = '' }, response) => {
    const query = new URL(url, 'http://wechat').searchParams;
    const code = query.get('js_code') ?? '';
    const person = people.get(code);
    people.delete(code);
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(query.get('appid') !== 'wx-app' || query.get('secret') !== 'of-the-app'
      ? { errcode: 40125, errmsg: 'invalid appsecret' }
      : person ?? { errcode: 40029, errmsg: 'invalid code' }));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    /** What a server of the mini program is told. */
    args: ['--AkkaChat:WeChat:AppId=wx-app', '--AkkaChat:WeChat:Secret=of-the-app', `--AkkaChat:WeChat:BaseAddress=http://127.0.0.1:${port}`],
    /** @param {string} code @param {string} openid */
    knows: (code, openid) => void people.set(code, { openid, session_key: 'never read', unionid: `union-${openid}` }),
    stop: () => new Promise((resolve) => server.close(() => resolve(undefined))),
  };
}
