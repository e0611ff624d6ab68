import type { Tone } from './document-model';

/** Colours of the page. Text colours have at least 4.5 : 1 on white and on `surface` (WCAG 2.2, 1.4.3); a spec computes it. */
export const INK = '#16202E';
export const MUTED = '#566170';
export const ACCENT = '#173A63';
export const SURFACE = '#F3F5F8';
export const HAIRLINE = '#D3D9E1';
export const WHITE = '#FFFFFF';

export type Shape = 'diamond' | 'triangle' | 'square' | 'circle' | 'ring' | 'tick';

/** Colour, shape and pale background of each tone. The colours also carry white text and differ in lightness from severity to severity. */
export const TONES: Readonly<Record<Tone, { readonly color: string; readonly shape: Shape; readonly tint: string }>> = {
  critical: { color: '#7F1426', shape: 'diamond', tint: '#FAEEF0' },
  high: { color: '#C23B10', shape: 'triangle', tint: '#FDF1EC' },
  medium: { color: '#8C6400', shape: 'square', tint: '#FBF5E6' },
  low: { color: '#2C6BB0', shape: 'circle', tint: '#EDF3FA' },
  info: { color: '#5C6878', shape: 'ring', tint: '#F3F5F8' },
  good: { color: '#1B6E4B', shape: 'tick', tint: '#ECF6F1' },
  plain: { color: ACCENT, shape: 'square', tint: '#EEF2F7' },
};

/** WCAG contrast ratio of two `#RRGGBB` colours, from 1 to 21. */
export function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(color: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = parseInt(color.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
