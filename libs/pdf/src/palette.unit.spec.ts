import { ACCENT, contrast, INK, MUTED, SURFACE, TONES, WHITE } from './palette';

const AA_TEXT = 4.5;

describe('the palette', () => {
  it('has the contrasts that WCAG names for its examples', () => {
    expect(contrast('#FFFFFF', '#000000')).toBeCloseTo(21, 5);
    expect(contrast('#777777', '#FFFFFF')).toBeCloseTo(4.48, 2);
    expect(contrast('#123456', '#123456')).toBe(1);
  });

  it.each([['ink', INK], ['muted', MUTED], ['accent', ACCENT], ...Object.entries(TONES).map(([tone, { color }]) => [tone, color])])('%s can be read on white and on pale ground', (_name, color) => {
    expect(contrast(color, WHITE)).toBeGreaterThanOrEqual(AA_TEXT);
    expect(contrast(color, SURFACE)).toBeGreaterThanOrEqual(AA_TEXT);
  });

  it.each(Object.entries(TONES))('%s can be read on its own ground', (_tone, { color, tint }) => {
    expect(contrast(color, tint)).toBeGreaterThanOrEqual(AA_TEXT);
    expect(contrast(MUTED, tint)).toBeGreaterThanOrEqual(AA_TEXT);
  });

  it('gives each severity a shape of its own', () => {
    const severities = (['critical', 'high', 'medium', 'low', 'info'] as const).map((tone) => TONES[tone].shape);

    expect(new Set(severities).size).toBe(severities.length);
  });
});
