/** Colours that stay apart when printed in grey: dark, middle and light, besides their hue. */
export const PALETTE = {
  open: '#9c2a1f',
  agree: '#7fb08a',
  other: '#d9c68a',
  bar: '#2f5d8a',
  text: '#1f2933',
  quiet: '#5f6b76',
  line: '#c9d1d8',
  shade: '#f1f3f5',
  paper: '#ffffff',
} as const;
