import { describe, expect, it } from '@jest/globals';

import { darkPalette, lightPalette, type Palette } from './palette.js';

type Pair = readonly [foreground: keyof Palette, background: keyof Palette];

const TEXT: readonly Pair[] = [
  ...(['ink', 'muted', 'accent', 'accentStrong', 'good', 'caution', 'bad', 'wire'] as const).flatMap((text) =>
    (['ground', 'surface', 'sunken'] as const).map((below): Pair => [text, below]),
  ),
  ['onAccent', 'accent'],
  ['onAccent', 'accentStrong'],
];

/** Borders of controls, the focus ring, the mark and the wire: WCAG 1.4.11. */
const GRAPHICS: readonly Pair[] = (['edge', 'wire', 'accent', 'caution', 'bad'] as const).flatMap((stroke) =>
  (['ground', 'surface', 'sunken'] as const).map((below): Pair => [stroke, below]),
);

describe.each([
  ['light', lightPalette],
  ['dark', darkPalette],
])('the %s palette', (_name, palette) => {
  it.each(TEXT)('sets %s on %s with the contrast that text needs', (text, below) => {
    expect(contrast(palette[text], palette[below])).toBeGreaterThanOrEqual(4.5);
  });

  it.each(GRAPHICS)('draws %s on %s with the contrast that controls need', (stroke, below) => {
    expect(contrast(palette[stroke], palette[below])).toBeGreaterThanOrEqual(3);
  });
});

it('computes contrast as WCAG does', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.478, 2);
});

function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) =>
    linear(parseInt(color.slice(at, at + 2), 16) / 255),
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function linear(channel: number): number {
  return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
}
