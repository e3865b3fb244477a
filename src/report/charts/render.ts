import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { FONT_FAMILY, type Picture } from './svg.ts';

/** Pixels of the PNG for one of the picture, so that it is sharp on paper. */
const ZOOM = 2;

const FONTS = ['400Regular/SourceSans3_400Regular.ttf', '700Bold/SourceSans3_700Bold.ttf'];

type Renderer = typeof import('@resvg/resvg-wasm');
let ready: Promise<{ renderer: Renderer; fonts: Uint8Array[] }> | undefined;

/** The renderer, which can be started only once in a process, and the fonts that come with their package. */
async function start(): Promise<{ renderer: Renderer; fonts: Uint8Array[] }> {
  const packages = createRequire(import.meta.url);
  const renderer = await import('@resvg/resvg-wasm');
  await renderer.initWasm(await readFile(packages.resolve('@resvg/resvg-wasm/index_bg.wasm')));
  return { renderer, fonts: await Promise.all(FONTS.map((name) => readFile(packages.resolve(`@expo-google-fonts/source-sans-3/${name}`)))) };
}

/** The picture as PNG: WebAssembly and fonts of its own, so that every machine gives the same bytes. */
export async function pngOf({ svg }: Picture): Promise<Uint8Array> {
  const { renderer, fonts } = await (ready ??= start());
  const drawing = new renderer.Resvg(svg, { fitTo: { mode: 'zoom', value: ZOOM }, font: { fontBuffers: fonts, defaultFontFamily: FONT_FAMILY, sansSerifFamily: FONT_FAMILY } });
  try {
    const image = drawing.render();
    try {
      return image.asPng();
    } finally {
      image.free();
    }
  } finally {
    drawing.free();
  }
}
