const FRAME_BYTES = 96;

/** Silence as MP3: MPEG 2, layer III, 32 kbit/s, 24 kHz, one channel. */
export function mp3(frames = 50) {
  const frame = Buffer.alloc(FRAME_BYTES);
  frame.set([0xff, 0xf3, 0x44, 0xc0]);
  return Buffer.concat(Array.from({ length: frames }, () => frame));
}
