import { createTheme, type MantineColorsTuple } from '@mantine/core';

// Buttons carry white words in both themes (Mantine computes their colour for the light one only), so both shades are dark enough for them: 4.5 : 1 or more.
const HARBOUR: MantineColorsTuple = ['#eaf4fb', '#d3e6f3', '#a6cde8', '#76b2dc', '#4f9cd2', '#2f83bf', '#1d6ba3', '#145687', '#0b3d5c', '#062b43'];

/** Look of both entries. System fonts come first: the reader's own Japanese font is there at once. */
export const theme = createTheme({
  colors: { harbour: HARBOUR },
  primaryColor: 'harbour',
  primaryShade: { light: 7, dark: 6 },
  autoContrast: true,
  defaultRadius: 'sm',
  fontFamily: 'system-ui, "Hiragino Sans", "Noto Sans JP Variable", "Yu Gothic UI", Meiryo, sans-serif',
  fontFamilyMonospace: 'ui-monospace, "Cascadia Mono", "Noto Sans Mono CJK JP", Menlo, monospace',
  focusRing: 'always',
});
