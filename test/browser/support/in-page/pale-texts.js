// Evaluated in the page: texts with less contrast to what is behind them than WCAG AA asks for (4.5; large text 3).
(() => {
  const { document, getComputedStyle } = globalThis;
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });

  const luminance = (colors) => {
    for (const color of ['#fff', ...colors]) {
      canvas.fillStyle = color;
      canvas.fillRect(0, 0, 1, 1);
    }
    const [red, green, blue] = [...canvas.getImageData(0, 0, 1, 1).data].map((byte) => {
      const part = byte / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const backgroundsOf = (element) =>
    element ? [...backgroundsOf(element.parentElement), getComputedStyle(element).backgroundColor] : [];
  const contrastOf = (element) => {
    const behind = backgroundsOf(element);
    const shades = [luminance(behind), luminance([...behind, getComputedStyle(element).color])];
    return (Math.max(...shades) + 0.05) / (Math.min(...shades) + 0.05);
  };
  const isLarge = ({ fontSize, fontWeight }) =>
    parseFloat(fontSize) >= (Number(fontWeight) >= 700 ? 18.66 : 24);
  const showsText = (element) =>
    element.checkVisibility() &&
    [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());

  return [...document.body.querySelectorAll('*')]
    .filter(showsText)
    .filter((element) => contrastOf(element) < (isLarge(getComputedStyle(element)) ? 3 : 4.5))
    .map((element) => `${contrastOf(element).toFixed(2)}: ${element.textContent.trim()}`);
})();
